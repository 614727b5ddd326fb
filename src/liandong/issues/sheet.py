"""The page of one matter as values: its head, facts, acts, answers, whose it is. Nothing here decides anything."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from liandong.duties.ladder import rungs
from liandong.issues.act_pages import JUDGING, PAGES
from liandong.issues.ask_terms import AskKind, AskState
from liandong.issues.callers import Earlier
from liandong.issues.contact_terms import Purpose
from liandong.issues.details import Detail, Full
from liandong.issues.kin import Tie
from liandong.issues.models import Answer
from liandong.issues.terms import Act, AnswerKind, Channel, End, Ground, Part, Solved, State
from liandong.issues.trail import asked_words, short
from liandong.issues.workflow import ISSUE
from liandong.kernel.words import N_, Sentence, say
from liandong.orgs.models import Organisation
from liandong.places.models import Division
from liandong.screens.frame import Text
from liandong.screens.view_model import ActButton, Crumb, Fact, Rung
from liandong.screens.words import day, when

MAIN = {
    State.RECEIVED: (Act.ASSIGN,), State.ASSIGNED: (Act.ACCEPT, Act.RECALL),
    State.HANDLING: (Act.ANSWER, Act.EXTEND, Act.SUSPEND), State.SUSPENDED: (Act.RESUME,),
    State.SENT_BACK: (Act.AGREE_RETURN,), State.ESCALATED: (Act.RULE,), State.ASKING: (Act.SUPPLEMENT,),
    State.IN_REVIEW: (Act.PASS_REVIEW,), State.SPLIT: (Act.ANSWER_SPLIT,),
    State.ANSWERED: (*sorted(JUDGING), Act.CHECK),
}
"""The act that a state waits for: it stands first and red, if the reader may do it."""
JUDGE_BY_TELEPHONE = N_("记反映人的评价")
UNDOABLE = frozenset({Act.ASSIGN, Act.RULE})
"""After these the desk may take the matter back."""


@dataclass(frozen=True)
class Button:
    """An act: a link to its page, or (where nothing is asked) a button that does it here."""

    act: ActButton
    is_direct: bool


def acts(detail: Detail) -> list[Button]:
    """The buttons: what the state waits for first and red, the rest in the table's order, the greyed ones last."""
    number, main = detail.issue.number, MAIN.get(State(detail.issue.state), ())
    seen: set[str] = set()
    found: list[tuple[int, Button]] = []
    for choice in detail.choices:
        act = Act.CONFIRM if choice.row.act in JUDGING else choice.row.act
        if act in seen:
            continue
        seen.add(act)
        label = Sentence(JUDGE_BY_TELEPHONE if act is Act.CONFIRM else choice.row.label)
        why: Text = "" if choice.allowed else choice.reason or ""
        first = choice.allowed and choice.row.act in main and not any(rank == 0 for rank, _ in found)
        button = ActButton(act.value, label, reverse("issue_act", args=[number, act.value]), first, why)
        rank = 0 if first else 1 if choice.allowed else 2
        found.append((rank, Button(button, PAGES[act].is_direct and choice.allowed)))
    return [button for _, button in sorted(found, key=lambda one: one[0])]


def undo(detail: Detail, account_id: int | None) -> str:
    """Where the reader takes back what they have just done; empty where there is no way back."""
    last = detail.entries[0] if detail.entries else None
    if last is None or last.act not in UNDOABLE or last.by_id != account_id:
        return ""
    allowed = any(choice.allowed and choice.row.act is Act.RECALL for choice in detail.choices)
    return reverse("issue_act", args=[detail.issue.number, Act.RECALL.value]) if allowed else ""


def crumbs(places: Iterable[Division], number: str) -> list[Crumb]:
    """District › street › community › number."""
    return [*(Crumb(place.name) for place in places), Crumb(say("编号 %(number)s", number=number))]


def note(detail: Detail) -> Text:
    """Beside the state: how it ended, or what is unusual about how it stands."""
    issue = detail.issue
    if issue.end:
        ended = Sentence(End(issue.end).label)
        return say("%(marks)s", marks=[say("保密"), ended]) if issue.is_restricted else ended
    marks = [say("保密")] if issue.is_restricted else []
    marks += [say("紧急")] if issue.urgency == "urgent" else []
    marks += [say("再办一次")] if issue.times_disputed else []
    marks += [say("反映人没有补充，接着办")] if issue.lapsed_question else []
    marks += [Sentence(AskState.OPEN.label)] if issue.open_ask else []
    marks += [say("已延期")] if detail.facts.extended else []
    marks += [say("挂账到期，接着办")] if _looked_at_again(detail) else []
    return say("%(marks)s", marks=marks) if marks else ""


def _looked_at_again(detail: Detail) -> bool:
    """It goes on because its review date was there, and nothing has moved it since."""
    moved = next((one for one in detail.entries if one.from_state != one.to_state), None)
    return moved is not None and moved.act == Act.REVIEW_DUE


def asked(detail: Detail) -> Iterator[Fact]:
    """What waits for another person's yes: what is asked, by whom, why."""
    ask = detail.ask
    if ask is None:
        return
    what = asked_words(AskKind(ask.kind), ask.extra, detail.handle_unit, ask.code, ask.review_on)
    yield Fact(say("请示"), what, when(ask.asked_at))
    yield Fact(say("谁提的"), ask.asked_by.name)
    yield Fact(say("理由"), ask.reason)


def came(detail: Detail) -> Text:
    """How and when it came in."""
    issue = detail.issue
    sender = f" {issue.sender_number}" if issue.sender_number else ""
    return say("%(channel)s%(sender)s · %(at)s", channel=Sentence(Channel(issue.channel).label), sender=sender,
               at=when(issue.received_at))


def facts(detail: Detail, full: Full | None = None) -> Iterator[Fact]:
    """Where it is, and who reported it: masked, unless the reader has just opened the whole."""
    issue = detail.issue
    place = issue.place_text or issue.place.name
    yield Fact(say("地点"), issue.address if issue.address.startswith(place) else f"{place} {issue.address}".strip())
    if full is not None:
        masked = "" if detail.contact is None else f"{detail.contact.name} {detail.contact.phone}".strip()
        yield Fact(say("反映人"), f"{full.name} {full.phone}".strip(), say("已记下您看过，一分钟后隐去。"),
                   f"tel:{full.phone}" if full.phone else "", instead=masked)
    elif detail.contact is None:
        yield Fact(say("反映人"), say("没有留姓名和电话"))
    else:
        yield Fact(say("反映人"), f"{detail.contact.name} {detail.contact.phone}".strip(),
                   say("完整的只给经手的人看，查看会留记录。"))
    if detail.contact is not None and detail.contact.earlier.count:
        yield Fact(say("以前反映"), *before(detail.contact.earlier))
    if issue.item is None and issue.class_path:
        yield Fact(say("类别"), issue.class_path)


def before(found: Earlier) -> tuple[Text, Text]:
    """How many matters the same telephone reported before, and the numbers of those that the reader may see."""
    numbers = say("编号 %(numbers)s", numbers=list(found.numbers)) if found.numbers else ""
    return say("同一个电话在您的辖区还有 %(n)s 件", n=found.count), numbers


def purposes(detail: Detail) -> Iterator[tuple[Purpose, Text]]:
    """For what the reader may open the reporter's full name and telephone; nothing where they may not."""
    if detail.contact is not None and detail.contact.can_open:
        yield from ((one, Sentence(one.label)) for one in Purpose)


def ladder(detail: Detail) -> tuple[list[Rung], Text]:
    """The duty ladder with the catalogue's item, or the sentence that stands instead of it."""
    issue = detail.issue
    if issue.item is not None:
        return rungs(issue.item, detail.marks, detail.bodies, issue.owner), ""
    if issue.ruling is not None:
        return [], say("清单没有写明，按裁定：%(ruling)s", ruling=issue.ruling.text)
    if issue.owner is not None or issue.owner_text:
        return [], say("没有引用权责清单的条目。")
    return [], say("还没有定是谁的事。派单时照权责清单定。")


def cited(detail: Detail) -> Text:
    """The version and the item."""
    item = detail.issue.item
    return "" if item is None else say("%(version)s · %(item)s", version=item.version.name, item=str(item))


def responsible(detail: Detail) -> Iterator[Fact]:
    """Who handles it, who received it first, who helps, which desk has it."""
    issue = detail.issue
    if issue.owner is not None or issue.owner_text:
        person = f" {issue.holder.name}" if issue.holder else ""
        late = say("还没有接收") if issue.owner is not None and issue.accepted_at is None else ""
        yield Fact(say("承办"), f"{short(issue.owner) or issue.owner_text}{person}", late)
    yield Fact(say("首接"), *_first(detail))
    helps = [body.name for body in detail.bodies if not body.leads]
    if issue.lead is not None:
        yield Fact(say("牵头"), short(issue.lead))
    if helps:
        yield Fact(say("配合"), say("%(bodies)s", bodies=helps))
    yield Fact(say("调度"), short(issue.desk))
    if issue.is_restricted:
        yield Fact(say("第二人"), issue.second.name if issue.second else say("没有指定"))
        yield Fact(say("回访员"), issue.caller.name if issue.caller else say("没有指定"))


def confides(detail: Detail) -> Text:
    """What the desk's way to the mark of confidentiality is called; empty for others."""
    if Part.DESK not in detail.parts:
        return ""
    return say("谁看得到这件事") if detail.issue.is_restricted else say("设为保密")


TIES = {Tie.PARENT: N_("从这一件分办"), Tie.CHILD: N_("分办"), Tie.MAIN: N_("并到"), Tie.TWIN: N_("并进来的")}


def kin(detail: Detail) -> list[Fact]:
    """The matters that this one belongs with, each by its number, with how it stands."""
    return [Fact(Sentence(TIES[one.tie]), f"{one.number} {one.title}", Sentence((one.end or one.state).label),
                 reverse("issue", args=[one.number])) for one in detail.kin]


def _first(detail: Detail) -> tuple[Text, Text]:
    """The first receiver stays visible after the duty has passed on. Source: domain.md, first-receiver rule."""
    issue, start = detail.issue, detail.entries[-1] if detail.entries else None
    received: Organisation = start.organisation if start is not None and start.organisation else issue.first
    person = f" {start.by.name}" if start is not None and start.by else ""
    moved = issue.accepted_at is not None and issue.first_id != received.id
    return (f"{short(received)}{person}",
            say("%(day)s首接责任移到%(office)s", day=day(issue.accepted_at), office=short(issue.first))
            if moved and issue.accepted_at else "")


@dataclass(frozen=True)
class AnswerShown:
    """An answer to the reporter with its parts, who wrote it, and how its review stands."""

    kind: Text
    parts: Sequence[Fact]
    by: Text
    at: datetime
    review: Text


def answers(detail: Detail) -> list[AnswerShown]:
    """All answers, the newest first."""
    return [_answer(one) for one in detail.answers]


def _answer(one: Answer) -> AnswerShown:
    named = [(say("查到"), one.found), (say("做了"), one.done), (say("谁的事"), one.duty), (say("接下来"), one.next),
             (say("依据"), Sentence(Ground(one.ground).label) if one.ground else ""), (say("理由"), one.reason),
             (say("归谁"), one.whose), (say("还可以"), one.instead)]
    kind: Text = Sentence(AnswerKind(one.kind).label)
    if one.claim:
        kind = say("%(kind)s：%(claim)s", kind=kind, claim=Sentence(Solved(one.claim).label))
    if one.is_turn_away:
        kind = Sentence(ISSUE.label(Act.TURN_AWAY))
    return AnswerShown(kind, [Fact(label, text) for label, text in named if text], one.written_by.name, one.written_at,
                       _review(one))


def _review(one: Answer) -> Text:
    if one.kind == AnswerKind.DONE:
        return ""
    if one.reviewed_by is None:
        return say("待另一位同志复核，反映人还看不到。")
    name = one.reviewed_by.name
    return say("%(name)s复核同意。", name=name) if one.passed else say("%(name)s复核不同意。", name=name)


def may_mark_read(detail: Detail) -> bool:
    """Whether the reader is a leader of the place who has yet to read how it ended."""
    issue = detail.issue
    return Part.LEADER in detail.parts and issue.end == End.NOT_SOLVED and issue.leader_read_at is None
