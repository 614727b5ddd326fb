"""Twins: handled once, every reporter told and asked once on their own link; merging in any order loses nobody."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liandong.issues import queries, services
from liandong.issues.kin import Tie, candidates
from liandong.issues.links import find_link, make_link
from liandong.issues.models import Clock, Entry, Handler, Issue, Judgement, Reporter
from liandong.issues.public import PublicMatter, public_matter
from liandong.issues.services import ticking
from liandong.issues.terms import ClockKind, End, Solved, State, Urgency
from liandong.kernel.errors import BadInput, NotAllowed, Refused, RuleBroken, Stale
from liandong.outbox.models import Message
from tests.counting import counted
from tests.issues.factories import (
    ANSWER,
    NO,
    START,
    World,
    an_intake,
    answered,
    assigned,
    at,
    handling,
    received,
    the_resident,
)
from tests.issues.pages import browser_of, html
from tests.issues.test_splitting import split


def fresh(issue: Issue) -> Issue:
    return Issue.objects.select_related("desk").get(id=issue.id)


def merged(world: World, main: Issue, issue: Issue | None = None) -> Issue:
    """A report that the desk has merged into another one."""
    twin = issue or received(world, reporter_name="林小燕", reporter_phone="13900001111")
    return world.do("merge", twin, world.dispatcher, main_id=main.id)


def answer(world: World, main: Issue) -> Issue:
    return world.do("answer", fresh(main), world.officer, **ANSWER)


def speak(world: World, issue: Issue, solved: Solved) -> Issue:
    return world.do("judge", issue, the_resident(issue), solved=solved)


def shown(issue: Issue) -> PublicMatter:
    found = public_matter(issue.id)
    assert found is not None
    return found


# ── merging and taking it back ──

def test_a_merged_matter_has_its_own_end_and_the_main_counts_it(world: World) -> None:
    main = handling(world)
    twin = merged(world, main)
    main = fresh(main)
    assert (twin.state, twin.main_id, twin.closed_at) == (State.MERGED, main.id, START)
    assert (main.state, main.twins) == (State.HANDLING, 1)
    assert not Clock.objects.filter(issue=twin, ended_at=None).exists()
    assert [one.act for one in Entry.objects.filter(issue=main).order_by("-version")[:1]] == ["take_in"]
    assert Message.objects.filter(about=main.id, what="issue.took-in").exists()


def test_the_main_takes_the_earlier_due_date(world: World) -> None:
    main = received(world)
    urgent = received(world, urgency=Urgency.URGENT)
    due = Clock.objects.get(issue=urgent, kind=ClockKind.HANDLE).due_at
    merged(world, main, urgent)
    assert Clock.objects.get(issue=main, kind=ClockKind.HANDLE).due_at == due
    later = received(world, now=at(26, 9))
    merged(world, main, later)
    assert Clock.objects.get(issue=main, kind=ClockKind.HANDLE).due_at == due, "never the later one"


def test_taken_back_it_is_as_if_it_had_never_ended(world: World) -> None:
    main, twin = received(world), assigned(world)
    before = Clock.objects.get(issue=twin, kind=ClockKind.HANDLE).due_at
    merged(world, main, twin)
    twin = world.do("unmerge", twin, world.dispatcher, at(24, 11))
    assert (twin.state, twin.main_id, twin.closed_at, twin.owner_id) == (State.RECEIVED, None, None, None)
    handle = Clock.objects.get(issue=twin, kind=ClockKind.HANDLE)
    assert (handle.ended_at, handle.was_met, handle.due_at) == (None, None, before)
    running = set(Clock.objects.filter(issue=twin, ended_at=None).values_list("kind", flat=True))
    assert running == {ClockKind.CONTACT, ClockKind.HANDLE, ClockKind.TRIAGE}
    assert fresh(main).twins == 0


def test_a_contact_that_was_made_before_is_not_owed_again(world: World) -> None:
    main, twin = received(world), received(world)
    world.do("contact", twin, world.dispatcher)
    merged(world, main, twin)
    world.do("unmerge", twin, world.dispatcher, at(24, 11))
    assert Clock.objects.get(issue=twin, kind=ClockKind.CONTACT).was_met is True


@pytest.mark.parametrize(("make", "why"), [
    (lambda world: answered_and_closed(world), "已经了结"),
    (lambda world: split(world)[0], "分办的件不能并案"),
    (lambda world: split(world)[1][0], "分办的件不能并案"),
    (lambda world: merged(world, received(world)), "已经了结，或者自己并进"),
])
def test_what_cannot_be_a_main(world: World, make: Callable[[World], Issue], why: str) -> None:
    main = make(world)
    with pytest.raises(RuleBroken, match=why):
        merged(world, main)


def answered_and_closed(world: World) -> Issue:
    issue = answered(world)
    return speak(world, issue, Solved.SOLVED)


def test_what_cannot_be_merged(world: World) -> None:
    main, other = received(world), received(world)
    with pytest.raises(BadInput) as wrong:
        merged(world, main, main)
    assert "不能并到自己" in str(wrong.value.fields["main"])
    merged(world, main)
    with pytest.raises(RuleBroken, match="不能并到另一件"):
        merged(world, other, fresh(main))
    with pytest.raises(RuleBroken, match="不能并到另一件"):
        merged(world, other, split(world)[1][0])
    with pytest.raises(RuleBroken, match="请先撤销并案"):
        world.do("split", main, world.dispatcher, parts=["一件", "两件"])
    elsewhere = services.receive(an_intake(world, place_id=world.small.places.other_street.id),
                                 by=world.other_dispatcher, now=START)
    with pytest.raises(BadInput) as wrong:
        merged(world, elsewhere, other)
    assert list(wrong.value.fields) == ["main"]
    Issue.objects.filter(id=other.id).update(is_restricted=True)
    with pytest.raises(RuleBroken, match="保密的件不并案"):
        merged(world, received(world), other)
    both = received(world)
    Issue.objects.filter(id=elsewhere.id).update(desk=world.desk)
    with pytest.raises(RuleBroken, match="同一街道"):
        merged(world, elsewhere, both)


# ── every reporter told and asked once ──

def test_each_reporter_reads_the_mains_answer_on_their_own_link(world: World) -> None:
    main = handling(world, text="我家在 5 幢 201，楼道灯坏了。")
    twin = merged(world, main)
    link = make_link(twin, now=START)
    assert "一起办" in str(shown(twin).story[0].text)
    assert not shown(twin).may_judge
    answer(world, main)
    found = find_link(link.token, now=START)
    assert found is not None
    assert found.issue_id == twin.id, "one's own matter, not the main"
    page = shown(twin)
    assert page.answer is not None
    assert page.answer.done == ANSWER["done"]
    assert (page.state, page.may_judge, page.number) == (State.ANSWERED, True, twin.number)
    told = " ".join([page.title, page.text, *(f"{one.text}{one.quote}" for one in page.story)])
    assert "5 幢 201" not in told, "nothing of what another reporter said"


def test_the_end_waits_for_every_reporter(world: World) -> None:
    main = handling(world)
    twin = merged(world, main)
    main = answer(world, main)
    main = speak(world, main, Solved.SOLVED)
    assert (main.state, shown(main).waits_for_others, shown(main).may_judge) == (State.ANSWERED, True, False)
    with pytest.raises(Stale, match="已经评过"):
        world.do("dispute", main, the_resident(main))
    speak(world, twin, Solved.PARTLY)
    main = fresh(main)
    assert (main.state, main.end) == (State.CLOSED, End.PARTLY), "the less happy word counts"
    ticking.tick(at(24, 12))
    assert (fresh(twin).state, fresh(twin).end) == (State.CLOSED, End.PARTLY)
    assert Judgement.objects.count() == 2


def test_the_twin_may_speak_first(world: World) -> None:
    main = handling(world)
    twin = merged(world, main)
    main = answer(world, main)
    twin = speak(world, twin, Solved.SOLVED)
    assert (twin.state, fresh(main).state) == (State.MERGED, State.ANSWERED)
    with pytest.raises(RuleBroken, match="已经评过"):
        speak(world, twin, Solved.NOT)
    assert speak(world, fresh(main), Solved.SOLVED).end == End.SOLVED


def test_one_not_solved_is_the_mains_dispute_and_all_are_asked_once_more(world: World) -> None:
    main = handling(world)
    twin = merged(world, main)
    main = answer(world, main)
    speak(world, main, Solved.SOLVED)
    speak(world, twin, Solved.NOT)
    main = fresh(main)
    assert (main.state, main.times_disputed) == (State.HANDLING, 1)
    assert "有反映人说没有解决" in str(shown(main).story[0].text)
    assert Message.objects.filter(about=main.id, what="issue.disputed").exists()
    main = answer(world, main)
    assert shown(main).may_judge
    assert shown(twin).may_judge
    speak(world, twin, Solved.NOT)
    assert fresh(main).state == State.ANSWERED, "a second no ends it, but the others are heard first"
    speak(world, fresh(main), Solved.SOLVED)
    assert (fresh(main).state, fresh(main).end) == (State.CLOSED, End.NOT_SOLVED)
    assert Message.objects.filter(about=main.id, what="issue.not-solved").exists()


def test_who_is_silent_is_not_waited_for_beyond_the_time_to_judge(world: World) -> None:
    main = handling(world)
    twin = merged(world, main)
    main = answer(world, main)
    speak(world, twin, Solved.PARTLY)
    ticking.tick(at(60, 9))
    assert (fresh(main).state, fresh(main).end) == (State.CLOSED, End.PARTLY), "the word that was given is the end"
    assert (fresh(twin).state, fresh(twin).end) == (State.CLOSED, End.PARTLY)


def test_nobody_speaks_and_it_ends_unjudged_with_all_its_twins(world: World) -> None:
    main = handling(world)
    twins = [merged(world, main) for _ in range(3)]
    answer(world, main)
    ticking.tick(at(60, 9))
    assert {fresh(one).end for one in (main, *twins)} == {End.UNJUDGED}
    assert {fresh(one).state for one in (main, *twins)} == {State.CLOSED}


def test_a_main_without_a_reporter_is_not_checked_while_a_twins_can_be_asked(world: World) -> None:
    main = handling(world, reporter_name="", reporter_phone="")
    twin = merged(world, main)
    main = answer(world, main)
    with pytest.raises(RuleBroken, match="由反映人自己评"):
        world.do("check", main, world.dispatcher)
    assert Message.objects.filter(about=main.id, what="issue.to-call").exists()
    speak(world, twin, Solved.SOLVED)
    assert fresh(main).end == End.SOLVED


def test_a_caller_asks_each_but_nobody_who_handled_the_main(world: World) -> None:
    main = handling(world)
    twin = merged(world, main)
    main = answer(world, main)
    Handler.objects.create(issue=main, account_id=world.caller.account_id or 0)
    with pytest.raises((RuleBroken, NotAllowed)):
        world.do("judge", twin, world.caller, solved=Solved.SOLVED)
    assert not Judgement.objects.exists()
    Handler.objects.filter(issue=main, account=world.caller.account_id).delete()
    world.do("judge", twin, world.caller, solved=Solved.SOLVED)
    assert Judgement.objects.get().called_by_id == world.caller.account_id


def test_a_no_is_no_dispute_for_twins_either(world: World) -> None:
    main = handling(world)
    twin = merged(world, main)
    world.do("answer_no", fresh(main), world.officer, **NO)
    world.do("pass_review", main, world.leader)
    speak(world, twin, Solved.NOT)
    assert fresh(main).state == State.ANSWERED
    speak(world, fresh(main), Solved.SOLVED)
    assert fresh(main).end == End.NOT_SOLVED


# ── a main that is withdrawn ──

def test_the_oldest_twin_takes_the_place_of_a_withdrawn_main_with_its_owner(world: World) -> None:
    main = handling(world)
    first = merged(world, main)
    second = merged(world, main, received(world, now=at(24, 10)))
    due = Clock.objects.get(issue=main, kind=ClockKind.HANDLE).due_at
    world.do("withdraw", main, the_resident(main))
    assert (fresh(main).state, fresh(main).twins) == (State.WITHDRAWN, 0)
    heir = fresh(first)
    assert (heir.state, heir.owner_id, heir.twins, heir.main_id) == (State.HANDLING, world.urban, 1, None)
    own = Clock.objects.get(issue=heir, kind=ClockKind.HANDLE, ended_at=None).due_at
    assert own is not None
    assert due is not None
    assert own <= due
    assert fresh(second).main_id == heir.id
    assert Message.objects.filter(about=heir.id, what="issue.succeeded").exists()
    assert world.officer.account_id in set(Handler.objects.filter(issue=heir).values_list("account", flat=True))
    heir = world.do("answer", heir, world.officer, **ANSWER)
    speak(world, heir, Solved.SOLVED)
    speak(world, second, Solved.SOLVED)
    assert fresh(heir).end == End.SOLVED


def test_what_nobody_had_accepted_waits_at_the_desk_again(world: World) -> None:
    main = assigned(world)
    twin = merged(world, main)
    world.do("withdraw", main, the_resident(main))
    assert (fresh(twin).state, fresh(twin).owner_id) == (State.RECEIVED, None)
    assert Clock.objects.filter(issue=twin, kind=ClockKind.TRIAGE, ended_at=None).exists()


# ── what a page shows ──

def test_a_matters_page_links_its_twins_and_its_main_with_one_more_query(world: World) -> None:
    alone, main = received(world), received(world)
    twin = merged(world, main)
    found = queries.detail(main.number, world.dispatcher, START)
    assert [(one.tie, one.number) for one in found.kin] == [(Tie.TWIN, twin.number)]
    assert [(one.tie, one.number) for one in queries.detail(twin.number, world.dispatcher, START).kin] == [
        (Tie.MAIN, main.number)]
    plain = counted(lambda: queries.detail(alone.number, world.dispatcher, START))
    assert counted(lambda: queries.detail(main.number, world.dispatcher, START)) == plain + 1


def test_likely_mains_are_those_of_the_same_place_and_item(world: World) -> None:
    issue = assigned(world)
    same, other = assigned(world), received(world, place_id=world.small.places.community.id)
    closed = answered_and_closed(world)
    found = {one.number: one.is_likely for one in candidates(issue, world.dispatcher, START)}
    assert found == {same.number: True, other.number: False}
    assert closed.number not in found
    assert counted(lambda: candidates(issue, world.dispatcher, START)) == 1


def test_a_matter_is_merged_on_its_page_and_the_likely_ones_are_shown(
        site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)
    main, twin = handling(site), received(site)
    address = f"/issues/{twin.number}/act/merge/"
    form = html(site.dispatcher, address)
    assert "可能是同一件" in form
    assert f'href="/issues/{main.number}/"' in form
    desk = browser_of(site.dispatcher)
    assert desk.post(address, {"seen": 1, "main": "999999-9999"}).status_code == 422
    assert desk.post(address, {"seen": 1, "main": main.number}).status_code == 302
    assert fresh(twin).main_id == main.id
    listed = html(site.dispatcher, "/issues/")
    assert "并案 1 件" in listed
    assert "已并案" in listed
    assert "1 merged" in html(site.dispatcher, "/issues/", "en")
    assert desk.post(f"/issues/{twin.number}/act/unmerge/", {"seen": fresh(twin).version}).status_code == 302
    assert fresh(twin).state == State.RECEIVED


# ── laws ──

MOVES = st.lists(st.tuples(st.sampled_from(["merge", "unmerge", "withdraw", "answer", "judge", "tick"]),
                           st.integers(0, 3), st.integers(0, 3)), max_size=10)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
def test_merging_and_unmerging_in_any_order_loses_no_reporter(world: World, moves: list[tuple[str, int, int]]) -> None:
    issues = [handling(world), *(received(world) for _ in range(3))]
    ids = {one.id for one in issues}
    for act, a, b in moves:
        try:
            if act == "merge":
                merged(world, issues[b], issues[a])
            elif act == "unmerge":
                world.do("unmerge", issues[a], world.dispatcher)
            elif act == "withdraw":
                world.do("withdraw", issues[a], the_resident(issues[a]))
            elif act == "answer":
                answer(world, issues[a])
            elif act == "judge":
                speak(world, issues[a], list(Solved)[b % 3])
            else:
                ticking.tick(START)
        except Refused:
            pass
        rows = {one.id: one for one in Issue.objects.filter(id__in=ids)}
        assert len(rows) == len(ids) == Reporter.objects.filter(issue__in=ids).count()
        for one in rows.values():
            if one.state == State.MERGED:
                main = rows[one.main_id]  # type: ignore[index]  # the database: it has one
                assert main.state not in {State.MERGED, State.WITHDRAWN, State.SPLIT}, "told and asked"
                assert public_matter(one.id) is not None
            assert one.twins == sum(other.main_id == one.id for other in rows.values())
            assert (one.closed_at is not None) is (one.state in {State.MERGED, State.CLOSED, State.WITHDRAWN})
