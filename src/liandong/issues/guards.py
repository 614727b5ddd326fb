"""What the issue's rows ask before they let an act pass: pure functions of `IssueFacts`.

Source: workflows.md, "Issue", column *only if*. What the act must be given (an item, a reason) is asked only when it
is done, so a button is greyed only for what no input could mend.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from liandong.duties.rules import lead_level, may_own
from liandong.duties.terms import Mark
from liandong.issues.ask_terms import AskKind
from liandong.issues.rules import disputable
from liandong.issues.terms import AnswerKind, Ground, Need, State
from liandong.kernel.calendar import Term
from liandong.kernel.four_eyes import SENTENCE, not_the_same_person
from liandong.kernel.levels import Level
from liandong.kernel.words import Sentence, say
from liandong.kernel.workflow import Guard

LEAST_PARTS = 2
"""Into so many matters a split divides at least."""


@dataclass(frozen=True)
class Target:
    """The office to which the act would hand the matter."""

    level: Level
    is_lead: bool = False
    """The very office that leads by the cited item."""
    lead_attached: bool = False
    """The body that leads is named on the matter too."""
    ruling: bool = False
    """A ruling text is attached."""
    same_office: bool = False
    """It is the office that holds the matter already: for passing to a colleague."""


@dataclass(frozen=True)
class Main:
    """A matter into which another one is merged."""

    state: State
    same_street: bool = True
    is_child: bool = False
    is_restricted: bool = False
    """One of the two is: who sees the one does not see the other."""


@dataclass(frozen=True, kw_only=True)
class IssueFacts:
    """Plain values that the guards read; the service collects them under the lock.

    Instants are worked out by the working calendar beforehand; one that is not known (待年历) is None and never over.
    """

    now: datetime
    given: frozenset[Need] | None = frozenset()
    """What the act was given; None while it is only asked which buttons there are."""

    actor_id: int | None = None
    """None for a resident, the clock, an import."""
    actor_is_handler: bool = False
    """Has held or worked on this matter."""
    actor_is_coordination: bool = False
    """Acts for 区协调办."""

    reporter_reachable: bool = False
    has_owner: bool = False
    held: bool = False
    """A person of the owning office has it in hand."""
    assigned: bool = False
    """The owner has it by 派单 or 裁定, not by taking it itself."""
    ruled: bool = False
    """Handed over by a ruling: it cannot be sent back."""
    returned_before: bool = False
    disputed_before: bool = False
    return_window: Term | None = None
    """How long after accepting it may be sent back, as the district says."""
    return_until: datetime | None = None
    """Its end; None before accepting."""
    return_passes_at: datetime | None = None
    """When an unanswered return goes up by itself: some time after *decide* is due."""
    question_due: datetime | None = None
    judge_due: datetime | None = None
    recheck_due: datetime | None = None
    answer_kind: AnswerKind | None = None
    """Of the answer that stands."""
    writer_id: int | None = None
    """Who wrote the answer that stands."""
    holder_level: Level | None = None
    """The rung of the office that holds the matter now: the owner's, else the desk's."""

    main: Main | None = None
    """The matter into which it was merged, or is to be."""
    twins: int = 0
    """How many were merged into it."""
    others_unheard: int = 0
    """Of all whose word its end waits for, those besides the one who speaks who have not judged the answer."""
    heard: bool = False
    """Its own reporter has judged the answer that stands."""
    others_reachable: bool = False
    """The reporter of a matter merged into it can be asked."""
    is_child: bool = False
    """It was split from another matter: its reporter is asked on that one."""
    children_open: int = 0
    """Of the matters split from it, those that are not over."""
    parts_given: int = 0
    """Into how many matters the act would split it."""

    open_ask: AskKind | None = None
    """What is asked for and not decided yet."""
    asker_id: int | None = None
    """Who asked."""
    handle_due: datetime | None = None
    handle_amount: int | None = None
    """Of the running handling term, without what was added."""
    extended: bool = False
    """A handling term of this matter was extended before."""
    extra_given: int | None = None
    """By how much the act would extend it."""
    review_given: date | None = None
    """Until when the act would have the matter stand."""

    item: str = ""
    """Code and name of the catalogue's item that the act cites; for buttons only where the act cannot change it."""
    marks: Mapping[Level, Mark] | None = None
    """The item's marks in its cited version; None where no item is cited."""
    target: Target | None = None
    nobody_clearly: bool = False
    """The act says that nobody clearly leads."""
    kind_given: AnswerKind | None = None
    ground: Ground | None = None
    place_level: Level | None = None
    """How far down the place is known."""
    place_text: str = ""
    """The file's own words for a place that nobody knows: an import keeps them for the district's office."""
    closed_in_file: bool = False

    @property
    def asked_only(self) -> bool:
        """Whether it is only asked which buttons there are."""
        return self.given is None


IssueGuard = Guard[IssueFacts]


def _unless(holds: Callable[[IssueFacts], bool], why: Sentence) -> Callable[[IssueFacts], Sentence | None]:
    return lambda facts: None if holds(facts) else why


def needs(*wanted: Need) -> IssueGuard:
    """The act must be given all of these; the first missing one is named."""
    def test(facts: IssueFacts) -> Sentence | None:
        missing = [] if facts.given is None else [need for need in wanted if need not in facts.given]
        return say("请写明%(need)s。", need=Sentence(missing[0].label)) if missing else None

    return Guard("写明" + "、".join(need.label for need in wanted), test)


def _time_over(name: str, due: Callable[[IssueFacts], datetime | None]) -> IssueGuard:
    """For acts of the clock."""
    def test(facts: IssueFacts) -> Sentence | None:
        at = due(facts)
        if at is None:
            return say("没有时限，不会自己过去。")
        return None if facts.now > at else say("还没到时：%(until)s。", until=at)

    return Guard(name, test)


def _leads_above(facts: IssueFacts, level: Level) -> Sentence | None:
    """The words for handing a matter below its owner."""
    lead = lead_level(facts.marks or {})
    if lead is None or not level.is_below(lead):
        return None
    return say("%(item)s由%(level)s主责，不得下派。", item=facts.item, level=Sentence(lead.label))


def _catalogue_law(facts: IssueFacts) -> Sentence | None:
    target = facts.target
    if target is None:
        return None if facts.asked_only else say("请选派给谁。")
    mark = None if facts.marks is None else facts.marks.get(target.level, Mark.NONE)
    ruling = target.ruling and facts.actor_is_coordination
    broken = may_own(mark, lead_attached=target.lead_attached, ruling=ruling)
    if broken is None:
        return None
    if target.ruling and not ruling:
        return say("只有区协调办能凭裁定派单。")
    return broken if mark is None else _leads_above(facts, target.level) or broken


def _leads_here(facts: IssueFacts) -> Sentence | None:
    if facts.marks is None:
        return None if facts.asked_only else say("请写明%(need)s。", need=Sentence(Need.ITEM.label))
    lead = lead_level(facts.marks)
    if lead is None:
        return say("%(item)s没有写明主责，不能自己办。", item=facts.item)
    if lead is not facts.holder_level:
        return say("%(item)s由%(level)s主责，不能自己办。", item=facts.item, level=Sentence(lead.label))
    if facts.target is None and facts.asked_only:
        return None
    here = facts.target is not None and facts.target.is_lead
    return None if here else say("%(item)s由同级的另一家单位主责，要派单。", item=facts.item)


def _leads_higher(facts: IssueFacts) -> Sentence | None:
    if facts.asked_only or facts.nobody_clearly:
        return None
    lead = lead_level(facts.marks or {})
    if lead is None:
        return say("请写明由哪一级主责，或者注明没有明确的主责。")
    if facts.holder_level is not None and facts.holder_level.is_below(lead):
        return None
    return say("%(item)s由%(level)s主责，不归上一级。", item=facts.item, level=Sentence(lead.label))


def _in_return_time(facts: IssueFacts) -> Sentence | None:
    if facts.return_window is None or facts.return_until is None or facts.now <= facts.return_until:
        return None
    return say("接收前或接收后 %(term)s内才能退回，已过 %(until)s。", term=facts.return_window.words(),
               until=facts.return_until)


def _kind_of_no(facts: IssueFacts) -> Sentence | None:
    if facts.given is None:
        return None
    if facts.kind_given not in {AnswerKind.NOT_POSSIBLE, AnswerKind.NOT_OURS}:
        return say("请选办不了还是不归我们管。")
    if facts.kind_given is AnswerKind.NOT_OURS and Need.WHOSE not in facts.given:
        return say("请写明%(need)s。", need=Sentence(Need.WHOSE.label))
    return None


def _ground_turns_away(facts: IssueFacts) -> Sentence | None:
    if facts.asked_only or (facts.ground is not None and facts.ground.turns_away):
        return None
    return say("这一条依据要先办再答复，不能不受理。")


def _place_known(facts: IssueFacts) -> Sentence | None:
    if facts.asked_only or facts.place_text or facts.place_level not in {None, Level.DISTRICT}:
        return None
    return say("地点至少要写到街道。")


def _same_office(facts: IssueFacts) -> Sentence | None:
    if facts.target is None:
        return None if facts.asked_only else say("请选转给哪位同事。")
    return None if facts.target.same_office else say("只能转给本单位的同事；给别的单位要派单或退回。")


PLACE_KNOWN = Guard("地点至少到街道", _place_known)
CLOSED_IN_FILE = Guard("文件里已办结", _unless(lambda f: f.closed_in_file, say("文件里没有办结的要正常登记。")))
REACHABLE = Guard("反映人留了联系方式", _unless(lambda f: f.reporter_reachable, say("反映人没有留联系方式。")))
LEADS_HERE = Guard("条目由本单位主责", _leads_here)
CATALOGUE_LAW = Guard("权责清单允许，或区协调办裁定", _catalogue_law)
BY_ASSIGNMENT = Guard("由派单而来", _unless(lambda f: f.assigned, say("这件事是自己办的，没有派单可退。")))
FIRST_RETURN = Guard(
    "没有退回过", _unless(lambda f: not f.returned_before, say("这件事退回过一次，再退回由区协调办裁定。")),
    hides=True)
RETURNED_BEFORE = Guard("退回过", _unless(lambda f: f.returned_before, say("第一次退回由派单的调度答复。")), hides=True)
NOT_RULED = Guard("不是裁定派出", _unless(lambda f: not f.ruled, say("这件事由裁定派出，不能再退回。")))
IN_RETURN_TIME = Guard("接收前，或接收后退回的时限内", _in_return_time)
RETURN_OVER = _time_over("答复退回的时限和宽限都过了", lambda f: f.return_passes_at)
LEADS_HIGHER = Guard("上级主责，或没有明确的主责", _leads_higher)
QUESTION_OVER = _time_over("补充的时限已过", lambda f: f.question_due)
JUDGE_OVER = _time_over("回访的时限已过", lambda f: f.judge_due)
REVIEW_OVER = _time_over("到了复查日期", lambda f: f.recheck_due)
KIND_OF_NO = Guard("办不了，或不归我们管（是谁的事）", _kind_of_no)
GROUND_TURNS_AWAY = Guard("依据在不受理的清单里", _ground_turns_away)
SECOND_READER: IssueGuard = Guard(
    "不是写答复的人", lambda f: None if not_the_same_person(f.actor_id, f.writer_id) else SENTENCE)
HELD = Guard("有人在办", _unless(lambda f: f.held, say("没有人在办。")))
HAS_OWNER = Guard("有承办", _unless(lambda f: f.has_owner, say("还没有承办，退给调度。")), hides=True)
HAS_NO_OWNER = Guard("没有承办", _unless(lambda f: not f.has_owner, say("已有承办，退给承办。")), hides=True)
NOT_HANDLER = Guard(
    "不是办理的人", _unless(lambda f: not f.actor_is_handler, say("办理过这件事的人不能替反映人说话。")))
NOT_OWN_WORK = Guard("不是办理的人", _unless(lambda f: not f.actor_is_handler, say("办理的人不能核查自己办的事。")))
NOBODY_TO_ASK = Guard(
    "没有反映人，或联系不上，或是分办的一件",
    _unless(lambda f: f.is_child or not (f.reporter_reachable or f.others_reachable),
            say("反映人联系得上，由反映人自己评。")))


def _disputable(facts: IssueFacts) -> bool:
    return disputable(disputed_before=facts.disputed_before, answer=facts.answer_kind)


DISPUTABLE = Guard(
    "第一次，且不是办不了或不受理的答复",
    _unless(_disputable, say("已经再办过一次，或者答复的是办不了，按“仍没解决”了结。")), hides=True)
NOT_DISPUTABLE = Guard(
    "第二次，或答复的是办不了、不受理",
    _unless(lambda f: not _disputable(f), say("第一次说没有解决，退回再办一次。")), hides=True)
SAME_OFFICE = Guard("同一单位", _same_office)


# ── one matter as several ──

def _parts(facts: IssueFacts) -> Sentence | None:
    if facts.asked_only or facts.parts_given >= LEAST_PARTS:
        return None
    return say("至少分成 %(n)s 件，每件写清楚要办什么。", n=LEAST_PARTS)


NO_CHILD = Guard("不是分办的一件", _unless(lambda f: not f.is_child, say("这件事是分办出来的，不能再拆分。")))
TWO_PARTS = Guard("分成两件以上", _parts)
CHILDREN_CLOSED = Guard(
    "分办的都已了结", _unless(lambda f: f.children_open == 0, say("分办的还没有都了结，不能合并答复。")))
ASKED_HERE = Guard(
    "不是分办的一件", _unless(lambda f: not f.is_child, say("反映人在合并答复时一起问。")), hides=True)
