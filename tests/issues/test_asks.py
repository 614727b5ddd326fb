"""Asking for more time, or to let a matter stand: another person grants, the clocks follow."""
from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from liandong.calendars.queries import working_calendar
from liandong.issues import queries
from liandong.issues.ask_flow import ASK, AskFacts
from liandong.issues.ask_models import Ask
from liandong.issues.ask_terms import AskAct, AskKind, AskState, SuspendCode
from liandong.issues.models import Clock, Entry, Issue
from liandong.issues.public import public_matter
from liandong.issues.rules import most_extra
from liandong.issues.services import ticking
from liandong.issues.terms import Act, ClockKind, Part, State
from liandong.kernel.calendar import Term, Unit
from liandong.kernel.diagrams import page
from liandong.kernel.errors import BadInput, NotAllowed, Refused, RuleBroken
from liandong.outbox.models import Message
from tests.issues.factories import ANSWER, START, World, at, handling, the_resident
from tests.issues.pages import browser_of, html

REVIEW = date(2026, 12, 7)


def asked_extend(world: World, issue: Issue | None = None, extra: int = 4) -> Issue:
    return world.do("ask_extend", issue or handling(world), world.officer, extra=extra, reason="管线还没有迁")


def asked_suspend(world: World, issue: Issue | None = None, review_on: date = REVIEW, now: datetime = START) -> Issue:
    return world.do("ask_suspend", issue or handling(world), world.officer, now, code=SuspendCode.WORKS,
                    review_on=review_on, reason="等自来水公司排期")


def suspended(world: World, issue: Issue | None = None) -> Issue:
    return world.do("suspend", asked_suspend(world, issue), world.leader)


def handle_of(issue: Issue) -> Clock:
    return Clock.objects.get(issue=issue, kind=ClockKind.HANDLE)


# ── the ask ──

def test_while_it_is_asked_the_term_runs_and_the_row_says_so(world: World) -> None:
    issue = handling(world)
    before = handle_of(issue).due_at
    issue = asked_extend(world, issue)
    assert (issue.state, issue.open_ask, handle_of(issue).due_at) == (State.HANDLING, AskKind.EXTEND, before)
    assert handle_of(issue).stands_since is None
    row = queries.list_page(world.dispatcher, queries.Filters(), "", START).rows[0]
    assert row.has_open_ask
    clock = Clock.objects.get(issue=issue, kind=ClockKind.ASK)
    assert clock.due_at == at(25, 9), "one working day"


def test_the_leaders_are_told_and_find_it_among_what_waits_for_them(world: World) -> None:
    issue = asked_extend(world)
    told = set(Message.objects.filter(about=issue.id, what="issue.asked").values_list("recipient", flat=True))
    assert told == {world.leader.account_id, world.head.account_id}
    waits = queries.Filters(view=queries.View.TURN)
    assert issue.number in {row.number for row in queries.list_page(world.leader, waits, "", START).rows}
    world.do("extend", issue, world.leader)
    assert issue.number not in {row.number for row in queries.list_page(world.leader, waits, "", START).rows}


def test_nobody_grants_or_refuses_what_they_asked(world: World) -> None:
    issue = world.do("ask_extend", handling(world), world.dispatcher, extra=2, reason="等批复")
    with pytest.raises(RuleBroken, match="要由另一个人来定"):
        world.do("extend", issue, world.dispatcher)
    with pytest.raises(RuleBroken, match="要由另一个人来定"):
        world.do("refuse_ask", issue, world.dispatcher, reason="不必")
    issue = world.do("extend", issue, world.second_dispatcher)
    assert Ask.objects.get().decided_by_id == world.second_dispatcher.account_id


def test_who_neither_leads_nor_is_entitled_does_not_grant(world: World) -> None:
    issue = asked_extend(world)
    for actor in (world.colleague, world.caller, world.secretary):
        with pytest.raises(NotAllowed):
            world.do("extend", issue, actor)


def test_the_database_itself_wants_two_persons(world: World) -> None:
    asked_extend(world)
    with pytest.raises(IntegrityError, match="ask_four_eyes"), transaction.atomic():
        Ask.objects.update(state="granted", decided_by=world.officer.account_id)
    with pytest.raises(IntegrityError, match="ask_four_eyes"), transaction.atomic():
        Ask.objects.update(state="granted")


def test_one_ask_at_a_time_and_only_its_asker_takes_it_back(world: World) -> None:
    issue = asked_extend(world)
    with pytest.raises(RuleBroken, match="已有一个请示"):
        asked_suspend(world, issue)
    with pytest.raises(RuleBroken, match="由提的人自己撤回"):
        world.do("drop_ask", issue, world.colleague)
    issue = world.do("drop_ask", issue, world.officer)
    assert (Ask.objects.get().state, issue.open_ask) == (AskState.DROPPED, "")
    assert asked_suspend(world, issue).open_ask == AskKind.SUSPEND


def test_a_refusal_says_why_and_the_matter_goes_on(world: World) -> None:
    issue = asked_suspend(world)
    with pytest.raises(RuleBroken, match="请写明理由"):
        world.do("refuse_ask", issue, world.leader, reason="")
    issue = world.do("refuse_ask", issue, world.leader, reason="先做能做的")
    assert (issue.state, issue.open_ask, Ask.objects.get().decision) == (State.HANDLING, "", "先做能做的")
    assert Message.objects.filter(about=issue.id, what="issue.ask-refused",
                                  recipient=world.officer.account_id or 0).exists()


@pytest.mark.parametrize("act", ["answer", "ask_resident", "withdraw"])
def test_an_ask_lapses_when_the_matter_moves_on(world: World, act: str) -> None:
    issue = asked_extend(world)
    by, values = {"answer": (world.officer, ANSWER), "ask_resident": (world.officer, {"text": "几单元"}),
                  "withdraw": (the_resident(issue), {"reason": "不用了"})}[act]
    issue = world.do(act, issue, by, **values)
    assert (Ask.objects.get().state, issue.open_ask, Ask.objects.get().decided_by_id) == (AskState.DROPPED, "", None)
    assert Clock.objects.get(issue=issue, kind=ClockKind.ASK).ended_at == START


def test_what_changes_no_state_leaves_the_ask_open(world: World) -> None:
    issue = world.do("note", asked_extend(world), world.officer, text="又催了一次")
    assert Ask.objects.get().state == AskState.OPEN
    assert issue.open_ask == AskKind.EXTEND


# ── more time ──

def test_an_extension_moves_the_date_by_what_was_granted(world: World) -> None:
    issue = handling(world)
    assert (handle_of(issue).amount, handle_of(issue).unit) == (20, "working_days")
    issue = world.do("extend", asked_extend(world, issue, extra=4), world.leader)
    handle = handle_of(issue)
    assert (handle.amount, handle.extra) == (20, 4)
    longer = Term(24, Unit.WORKING_DAYS)
    assert handle.due_at == working_calendar().due(handle.started_at, longer) == issue.next_due_at


@pytest.mark.parametrize("extra", [0, 11, -1])
def test_it_is_at_most_half_the_term(world: World, extra: int) -> None:
    with pytest.raises(RuleBroken, match="1 到 10"):
        asked_extend(world, extra=extra)


@given(st.integers(1, 400))
def test_half_is_rounded_up(amount: int) -> None:
    assert most_extra(amount) * 2 - amount in {0, 1}


def test_a_matter_is_extended_once(world: World) -> None:
    issue = world.do("extend", asked_extend(world), world.leader)
    with pytest.raises(RuleBroken, match="已经延期过一次"):
        asked_extend(world, issue)


def test_what_is_late_is_not_extended(world: World) -> None:
    issue = asked_extend(world)
    late = (handle_of(issue).due_at or START) + timedelta(minutes=1)
    with pytest.raises(RuleBroken, match="时限已过"):
        world.do("extend", issue, world.leader, late)
    issue = world.do("extend", issue, world.leader, late - timedelta(minutes=1))
    assert handle_of(issue).extra == 4


# ── to stand ──

def test_a_suspended_matter_stands_until_its_review_date(world: World) -> None:
    issue = suspended(world)
    assert (issue.state, issue.clock_stands, issue.next_clock) == (State.SUSPENDED, True, ClockKind.RECHECK)
    assert issue.next_due_at == at(37, 8, 30)
    assert Ask.objects.get().state == AskState.GRANTED
    ticking.tick(at(37, 8, 30))
    assert Issue.objects.get(id=issue.id).state == State.SUSPENDED
    assert ticking.tick(at(37, 8, 31)).lapsed == 1
    issue = Issue.objects.get(id=issue.id)
    assert (issue.state, issue.clock_stands) == (State.HANDLING, False)
    assert Entry.objects.filter(issue=issue, act=Act.REVIEW_DUE, by_part=Part.CLOCK).exists()
    assert Message.objects.filter(about=issue.id, what="issue.review-due",
                                  recipient=world.officer.account_id or 0).exists()
    assert ticking.tick(at(37, 8, 32)).lapsed == 0


def test_a_term_that_stood_has_the_same_rest(world: World) -> None:
    plain, stood = handling(world), suspended(world)
    stood = world.do("resume", stood, world.officer, at(27, 9))
    calendar = working_calendar()
    moved = calendar.working_days((handle_of(plain).due_at or START).date(), (handle_of(stood).due_at or START).date())
    assert moved == calendar.working_days(START.date(), at(27, 9).date()) == 3
    assert Clock.objects.get(issue=stood, kind=ClockKind.RECHECK).ended_at == at(27, 9)


@pytest.mark.parametrize("review_on", [date(2026, 11, 24), date(2026, 11, 23), date(2028, 1, 1)])
def test_the_review_date_lies_ahead_and_not_too_far(world: World, review_on: date) -> None:
    with pytest.raises(RuleBroken, match="复查日期"):
        asked_suspend(world, review_on=review_on)


def test_an_ask_to_stand_names_for_what_and_until_when(world: World) -> None:
    issue = handling(world)
    for values in ({"code": None, "review_on": REVIEW, "reason": "等"},
                   {"code": SuspendCode.FUNDS, "review_on": None, "reason": "等"},
                   {"code": SuspendCode.FUNDS, "review_on": REVIEW, "reason": " "}):
        with pytest.raises(RuleBroken, match="请写明"):
            world.do("ask_suspend", issue, world.officer, **values)
    with pytest.raises(BadInput):
        world.do("ask_suspend", issue, world.officer, code=SuspendCode.FUNDS, review_on=REVIEW, reason="长" * 1001)


def test_what_was_not_asked_is_not_granted(world: World) -> None:
    with pytest.raises(RuleBroken, match="没有这样的请示"):
        world.do("suspend", handling(world), world.leader)
    with pytest.raises(RuleBroken, match="没有这样的请示"):
        world.do("extend", asked_suspend(world), world.leader)


def test_the_resident_reads_that_it_waits_and_not_the_offices_reasons(world: World) -> None:
    issue = suspended(world)
    seen = public_matter(issue.id)
    assert seen is not None
    assert "要等一等" in str([one.text.text for one in seen.story])
    assert "自来水" not in str([(one.text, one.quote) for one in seen.story])
    assert world.do("withdraw", issue, the_resident(issue), reason="不用了").state == State.WITHDRAWN


# ── laws of the pure table ──

def test_the_committed_page_of_the_ask_is_the_generated_one() -> None:
    committed = Path(__file__).parents[2] / "docs" / "workflows" / "ask.md"
    assert committed.read_text(encoding="utf-8") == page(ASK)


class Asks(RuleBasedStateMachine):
    """Three people with every part do whatever the table lets them: nothing is granted by who asked."""

    def __init__(self) -> None:
        super().__init__()
        self.state: AskState | None = None
        self.asker: int | None = None
        self.decided: int | None = None

    def _do(self, act: AskAct, by: int, parts: frozenset[Part]) -> bool:
        try:
            self.state = ASK.step(self.state, act, parts, AskFacts(by, self.asker)).to
        except Refused:
            return False
        return True

    @rule(by=st.integers(1, 3), parts=st.frozensets(st.sampled_from(Part)))
    @precondition(lambda self: self.state is None)
    def ask(self, by: int, parts: frozenset[Part]) -> None:
        if self._do(AskAct.ASK, by, parts):
            self.asker = by

    @rule(by=st.integers(1, 3), parts=st.frozensets(st.sampled_from(Part)), act=st.sampled_from(AskAct))
    @precondition(lambda self: self.state is not None)
    def decide(self, by: int, parts: frozenset[Part], act: AskAct) -> None:
        if self._do(act, by, parts):
            self.decided = by

    @rule()
    @precondition(lambda self: self.state not in {None, AskState.OPEN})
    def again(self) -> None:
        self.state = self.asker = self.decided = None

    @invariant()
    def granted_by_another(self) -> None:
        if self.state in {AskState.GRANTED, AskState.REFUSED}:
            assert self.decided is not None
            assert self.decided != self.asker


TestAsks = Asks.TestCase


# ── on the pages ──

def test_asked_and_granted_on_the_pages(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)
    issue = handling(site)
    office, leader = browser_of(site.officer), browser_of(site.leader)
    address = f"/issues/{issue.number}/act/"
    asked = office.get(f"{address}ask_extend/").content.decode()
    assert 'value="10"' in asked
    assert "最多 10 个工作日" in asked
    assert office.post(f"{address}ask_extend/", {"seen": issue.version, "extra": 0, "reason": "等"}).status_code == 422
    too_long = office.post(f"{address}ask_extend/", {"seen": issue.version, "extra": 99, "reason": "等"})
    assert too_long.status_code == 409
    assert "最多延原来时限的一半：1 到 10" in too_long.content.decode()
    assert office.post(f"{address}ask_suspend/", {"seen": issue.version, "code": "works", "review_on": "昨天",
                                                  "reason": "等"}).status_code == 422
    done = office.post(f"{address}ask_suspend/", {"seen": issue.version, "code": "works", "review_on": "2026-12-07",
                                                  "reason": "等自来水公司排期"})
    assert done.status_code == 302
    assert "待审批" in html(site.officer, "/issues/")
    own = html(site.officer, f"/issues/{issue.number}/")
    assert "撤回请示" in own
    shown = html(site.leader, f"/issues/{issue.number}/")
    assert "挂账，等工程或采购，2026年12月7日复查" in shown
    assert "等自来水公司排期" in shown
    assert "Awaiting approval" in html(site.leader, f"/issues/{issue.number}/", "en")
    assert leader.post(f"{address}suspend/", {"seen": issue.version + 1}).status_code == 302
    listed = html(site.officer, "/issues/")
    assert "已挂账" in listed
    assert "12月7日 复查" in listed
    assert office.post(f"{address}resume/", {"seen": issue.version + 2}).status_code == 302
    assert Issue.objects.get(id=issue.id).state == State.HANDLING
