"""What a resident sees of a matter: their own words, the answers, and what was marked for them. No office terms."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liandong.issues.models import Answer, Clock, Entry, Issue, Judgement, Question
from liandong.issues.terms import Act, AnswerKind, ClockKind, State
from liandong.kernel.words import N_, Sentence, say
from liandong.orgs.models import Contact

STEPS = (N_("收到"), N_("在办"), N_("答复"), N_("了结"))
STEP_OF = {State.RECEIVED: 0, State.ASSIGNED: 0, State.ESCALATED: 0, State.SENT_BACK: 0, State.HANDLING: 1,
           State.ASKING: 1, State.IN_REVIEW: 1, State.ANSWERED: 2, State.CLOSED: 3, State.WITHDRAWN: 3}
TOLD = {
    Act.RECEIVE: N_("%(office)s收到您反映的事。"), Act.CONTACT: N_("%(office)s和您联系过。"),
    Act.ACCEPT: N_("%(office)s接下这件事，开始办。"), Act.TAKE: N_("%(office)s开始办这件事。"),
    Act.ASK_RESIDENT: N_("%(office)s请您补充情况。"), Act.SUPPLEMENT: N_("您补充了情况。"),
    Act.ANSWER: N_("%(office)s答复了您。"), Act.PASS_REVIEW: N_("%(office)s答复了您。"),
    Act.DISPUTE: N_("您说没有解决，再办一次。"),
    Act.CONFIRM: N_("您评过了，这件事了结。"), Act.DISPUTE_AGAIN: N_("您评过了，这件事了结。"),
    Act.JUDGE_LAPSES: N_("没有等到您的评价，这件事了结。"), Act.CHECK: N_("这件事了结。"),
    Act.WITHDRAW: N_("您撤回了这件事。"), Act.ADD_PAPER: N_("您补充了材料。"), Act.INTERIM: "",
}
"""How an act is said to a resident; what is not here is not theirs to read."""


@dataclass(frozen=True)
class Told:
    """One line of what happened, in the resident's words."""

    at: datetime
    text: Sentence | None
    quote: str
    changed: bool


@dataclass(frozen=True)
class PublicMatter:
    """The whole of a resident's page."""

    id: UUID
    version: int
    number: str
    title: str
    text: str
    received_at: datetime
    state: State
    step: int
    office: str
    phone: str
    answer: Answer | None
    question: Question | None
    judged: bool
    judge_due: datetime | None
    may_dispute: bool
    story: Sequence[Told]

    @property
    def is_open(self) -> bool:
        return self.state.is_open


def public_matter(issue_id: UUID) -> PublicMatter | None:
    """What the holder of a matter's link sees; seven queries. None if the matter is not in the scope's district."""
    issue = Issue.objects.select_related("owner", "first").defer("grams").filter(id=issue_id).first()
    if issue is None:
        return None
    state = State(issue.state)
    office = issue.owner or issue.first
    answer = issue.answers.filter(reviewed_by__isnull=True, passed__isnull=True, kind=AnswerKind.DONE.value) | \
        issue.answers.filter(passed=True)
    shown = answer.order_by("-written_at").first() if state in {State.ANSWERED, State.CLOSED} else None
    question = Question.objects.filter(issue=issue, closed_at__isnull=True).first() if state is State.ASKING else None
    due = Clock.objects.filter(issue=issue, kind=ClockKind.JUDGE.value, ended_at__isnull=True).first()
    phone = Contact.objects.filter(organisation=office).order_by("position").values_list("phone", flat=True).first()
    return PublicMatter(
        id=issue.id, version=issue.version, number=issue.number, title=issue.title, text=issue.text,
        received_at=issue.received_at, state=state, step=STEP_OF[state], office=office.name, phone=phone or "",
        answer=shown, question=question, judged=Judgement.objects.filter(issue=issue).exists(),
        judge_due=due.due_at if due else None, story=list(_story(issue)),
        may_dispute=issue.times_disputed == 0 and shown is not None and shown.kind == AnswerKind.DONE.value)


def _story(issue: Issue) -> Sequence[Told]:
    entries = Entry.objects.filter(issue=issue, act__in=[act.value for act in TOLD]).select_related("organisation")
    lines = []
    for entry in entries.order_by("-version"):
        source = TOLD[Act(entry.act)]
        office = entry.organisation.name if entry.organisation else issue.first.name
        text = say(source, office=office) if "%" in source else (Sentence(source) if source else None)
        lines.append(Told(entry.happened_at, text, entry.text if entry.is_public else "",
                          entry.from_state != entry.to_state))
    return lines
