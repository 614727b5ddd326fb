"""What a resident sees of a matter: their own words, the answers, and what was marked for them. No office terms."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from liandong.files.models import File
from liandong.files.queries import files_of
from liandong.files.rules import size_shown
from liandong.issues.models import Answer, Clock, Entry, Issue, Judgement, Question
from liandong.issues.rules import disputable
from liandong.issues.terms import Act, AnswerKind, ClockKind, Part, State
from liandong.issues.workflow import ISSUE
from liandong.kernel.words import N_, Sentence, say
from liandong.orgs.models import Contact, Organisation
from liandong.orgs.terms import OrgKind
from liandong.screens.view_model import Crumb

STEPS = (N_("收到"), N_("在办"), N_("答复"), N_("了结"))
STEP_OF = {State.RECEIVED: 0, State.ASSIGNED: 0, State.ESCALATED: 0, State.SENT_BACK: 0, State.HANDLING: 1,
           State.SPLIT: 1, State.SUSPENDED: 1, State.ASKING: 1, State.IN_REVIEW: 1, State.ANSWERED: 2, State.CLOSED: 3,
           State.WITHDRAWN: 3, State.MERGED: 0}
REACHED = (frozenset({Act.RECEIVE}), frozenset({Act.ACCEPT, Act.TAKE, Act.SPLIT}),
           frozenset({Act.ANSWER, Act.ANSWER_SPLIT, Act.PASS_REVIEW}))
"""The acts that reach a step; the last is reached when the matter closes."""
TOLD = {
    Act.RECEIVE: N_("%(office)s收到您反映的事。"), Act.CONTACT: N_("%(office)s和您联系过。"),
    Act.ACCEPT: N_("%(office)s接下这件事，开始办。"), Act.TAKE: N_("%(office)s开始办这件事。"),
    Act.ASK_RESIDENT: N_("%(office)s请您补充情况。"), Act.SUPPLEMENT: N_("您补充了情况。"),
    Act.QUESTION_LAPSES: N_("没有等到您的补充，这件事接着办。"),
    Act.ANSWER: N_("%(office)s答复了您。"), Act.PASS_REVIEW: N_("%(office)s答复了您。"),
    Act.SPLIT: N_("%(office)s把您反映的事分成几件，分头办："), Act.ANSWER_SPLIT: N_("%(office)s答复了您。"),
    Act.DISPUTE: N_("您说没有解决，再办一次。"),
    Act.MERGE: N_("还有别人反映同一件事，%(office)s一起办，一起答复。"),
    Act.UNMERGE: N_("%(office)s把您反映的事单独办。"), Act.SPEAK: N_("您评过了，等其他反映人评。"),
    Act.SUCCEED: N_("您反映的事接着办。"), Act.SUCCEED_HANDLING: N_("您反映的事接着办。"),
    Act.FOLLOW_MAIN: N_("这件事了结。"),
    Act.EXTEND: N_("%(office)s办这件事还要多些时间。"),
    Act.SUSPEND: N_("这件事要等一等，%(office)s到时接着办。"), Act.RESUME: N_("%(office)s接着办这件事。"),
    Act.REVIEW_DUE: N_("这件事接着办。"),
    Act.CONFIRM: N_("您评过了，这件事了结。"), Act.DISPUTE_AGAIN: N_("您评过了，这件事了结。"),
    Act.JUDGE_LAPSES: N_("没有等到您的评价，这件事了结。"), Act.CHECK: N_("这件事了结。"),
    Act.WITHDRAW: N_("您撤回了这件事。"), Act.ADD_PAPER: N_("您补充了情况。"),
    Act.INTERIM: N_("%(office)s告诉您办到哪一步："),
}
"""How an act is said to a resident; what is not here is not theirs to read."""
TOLD_OF_MAIN = {
    Act.ACCEPT: N_("%(office)s接下这件事，开始办。"), Act.TAKE: N_("%(office)s开始办这件事。"),
    Act.ANSWER: N_("%(office)s答复了您。"), Act.PASS_REVIEW: N_("%(office)s答复了您。"),
    Act.INTERIM: N_("%(office)s告诉您办到哪一步："), Act.DISPUTE: N_("有反映人说没有解决，再办一次。"),
}
"""What the reporter of a merged matter is told of the one that is handled; words of other reporters never."""
BY_ANOTHER = {Act.DISPUTE: TOLD_OF_MAIN[Act.DISPUTE], Act.CONFIRM: N_("反映人都评过了，这件事了结。"),
              Act.DISPUTE_AGAIN: N_("反映人都评过了，这件事了结。")}
"""What a main's reporter is told where it was the word of another that brought it about."""
OWN_ONLY = frozenset({Act.ADD_PAPER})
"""Acts that are told only when the resident did them."""


@dataclass(frozen=True)
class Told:
    """One line of what happened, in the resident's words; `quote` is what somebody wrote."""

    at: datetime
    text: Sentence
    quote: str
    changed: bool
    files: Sequence[Crumb]


@dataclass(frozen=True)
class Step:
    """A stop on the way, and the day on which it was reached, if it was."""

    word: str
    at: datetime | None


@dataclass(frozen=True)
class PublicMatter:
    """The whole of a resident's page."""

    id: UUID
    version: int
    seen: int
    """The newest version that changed what this page shows: an internal note makes no resident's form stale."""
    number: str
    title: str
    text: str
    received_at: datetime
    state: State
    step: int
    steps: Sequence[Step]
    area: str
    """The street or the community whose office has it."""
    office: str
    phone: str
    answer: Answer | None
    question: Question | None
    judged: bool
    judge_due: datetime | None
    may_judge: bool
    """Whether a word on the answer is asked for."""
    waits_for_others: bool
    """This reporter has judged; others who reported the same have not yet."""
    may_dispute: bool
    acts: frozenset[Act]
    """What the process lets a resident do now."""
    story: Sequence[Told]
    answer_files: Sequence[Crumb]
    """What came with the answer."""

    @property
    def may_add(self) -> bool:
        """Whether something can be added unasked; while a question is open its own form takes it."""
        return Act.ADD_PAPER in self.acts and self.question is None

    @property
    def may_withdraw(self) -> bool:
        return Act.WITHDRAW in self.acts


def public_matter(issue_id: UUID) -> PublicMatter | None:
    """What the holder of a matter's link sees; ten queries at most. Of a merged matter what stands is its main's:
    where it is, its answer, what its office told; nothing that another reporter said. None if it is not in the scope's
    district."""
    issue = (Issue.objects.select_related("owner__serves", "first__serves").defer("grams")
             .filter(id=issue_id).first())
    if issue is None:
        return None
    own = State(issue.state)
    main = _main(issue, own)
    stands = main or issue
    state = State(stands.state)
    office = stands.owner or stands.first
    answer = _answer(stands) if state in {State.ANSWERED, State.CLOSED} else None
    heard = answer is not None and Judgement.objects.filter(issue=issue, answer=answer).exists()
    asked = state is State.ANSWERED and issue.parent_id is None
    entries = list(Entry.objects.filter(issue=issue, act__in=[act.value for act in TOLD]).order_by("-version")
                   .select_related("organisation__serves"))
    told = [one for one in entries if Act(one.act) not in OWN_ONLY or one.by_part == Part.RESIDENT]
    files = {step: _public(some) for step, some in files_of(issue.id).items()}
    of_main = _told_of_main(main, next((one.happened_at for one in entries if one.act == Act.MERGE), None))
    story = [_told(one, issue, files) for one in told]
    return PublicMatter(
        id=issue.id, version=issue.version, number=issue.number,
        seen=max((one.version for one in told), default=1) + max((one.version for one in of_main), default=0),
        title=issue.title, text=issue.text, received_at=issue.received_at, state=state, step=STEP_OF[state],
        steps=_steps(stands, [*entries, *of_main]), area=office.serves.name, office=plain_name(office),
        phone=_phone(office), answer=answer,
        question=Question.objects.filter(issue=issue, closed_at=None).first() if state is State.ASKING else None,
        judged=Judgement.objects.filter(issue=issue).exists() if state is State.CLOSED else False,
        judge_due=_judge_due(stands) if state is State.ANSWERED else None,
        may_judge=asked and not heard, waits_for_others=asked and heard,
        acts=frozenset(row.act for row in ISSUE.rows if own in row.frm and Part.RESIDENT in row.by),
        may_dispute=disputable(disputed_before=stands.times_disputed > 0,
                               answer=AnswerKind(answer.kind) if answer else None),
        story=sorted([*story, *(_of_main(one, stands) for one in of_main)], key=lambda one: one.at, reverse=True),
        answer_files=[] if main else _with_answer(answer, told, files))


def _main(issue: Issue, own: State) -> Issue | None:
    """The matter whose handling and answer count for a merged one."""
    if issue.main_id is None or own not in {State.MERGED, State.CLOSED}:
        return None
    return Issue.objects.select_related("owner__serves", "first__serves").defer("grams").get(id=issue.main_id)


def _told_of_main(main: Issue | None, since: datetime | None) -> list[Entry]:
    """What an office did on the main after the merging, the newest first; before it only what it was answered."""
    if main is None:
        return []
    entries = (Entry.objects.filter(issue=main, act__in=[act.value for act in TOLD_OF_MAIN]).order_by("-version")
               .select_related("organisation__serves"))
    return [one for one in entries if Act(one.act) in REACHED[2] or since is None or one.happened_at >= since]


def _of_main(entry: Entry, main: Issue) -> Told:
    source = TOLD_OF_MAIN[Act(entry.act)]
    office = plain_name(entry.organisation or main.first)
    text = say(source, office=office) if "%" in source else Sentence(source)
    quote = entry.text if entry.is_public and Act(entry.act) is not Act.DISPUTE else ""
    return Told(entry.happened_at, text, quote, entry.from_state != entry.to_state, [])


def plain_name(office: Organisation) -> str:
    """An office as a resident knows it: the street's desk is the street."""
    return office.serves.name if office.org_kind is OrgKind.STREET_DESK else office.name


def _answer(issue: Issue) -> Answer | None:
    """The newest answer that reached the reporter: done needs no second reader, the others were passed."""
    reached = Q(kind=AnswerKind.DONE.value) | Q(passed=True)
    return Answer.objects.filter(reached, issue=issue).order_by("-written_at", "-id").first()


def _phone(office: Organisation) -> str:
    first = Contact.objects.filter(organisation=office).exclude(phone="").order_by("position")
    return first.values_list("phone", flat=True).first() or ""


def _judge_due(issue: Issue) -> datetime | None:
    running = Clock.objects.filter(issue=issue, kind=ClockKind.JUDGE.value, ended_at=None)
    return running.values_list("due_at", flat=True).first()


def _steps(issue: Issue, entries: Sequence[Entry]) -> list[Step]:
    reached = [min((one.happened_at for one in entries if Act(one.act) in acts), default=None) for acts in REACHED]
    newest = max((one.happened_at for one in entries if Act(one.act) in REACHED[2]), default=None)
    return [Step(word, at) for word, at in zip(STEPS, (reached[0], reached[1], newest, issue.closed_at), strict=True)]


def _public(files: Sequence[File]) -> list[Crumb]:
    """Of what was attached, what the reporter may see."""
    return [Crumb(f"{one.name}（{size_shown(one.size)}）", reverse("follow_file", args=[one.id]))
            for one in files if one.is_public]


def _with_answer(answer: Answer | None, told: Sequence[Entry], files: Mapping[int, list[Crumb]]) -> list[Crumb]:
    """The newest answer's files; none before it is shown."""
    step = next((one.version for one in told if Act(one.act) in REACHED[2]), None)
    return files.get(step, []) if answer and step else []


def _told(entry: Entry, issue: Issue, files: Mapping[int, list[Crumb]]) -> Told:
    act = Act(entry.act)
    source = BY_ANOTHER[act] if act in BY_ANOTHER and entry.detail.get("twin") else TOLD[act]
    office = plain_name(entry.organisation or issue.first)
    text = say(source, office=office) if "%" in source else Sentence(source)
    quote = entry.text if entry.is_public else ""
    return Told(entry.happened_at, text, quote, entry.from_state != entry.to_state,
                files.get(entry.version, []))
