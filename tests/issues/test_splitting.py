"""One message with several matters: its parts have their own owners, its reporter is asked once."""
from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liandong.issues import queries, services
from liandong.issues.guards import IssueFacts
from liandong.issues.kin import merged_answer
from liandong.issues.models import Answer, Clock, Entry, Issue
from liandong.issues.public import public_matter
from liandong.issues.services import ticking
from liandong.issues.standing import known_of, standing_of
from liandong.issues.terms import Act, ClockKind, End, Part, Solved, State
from liandong.kernel.errors import BadInput, NotAllowed, Refused, RuleBroken
from liandong.outbox.models import Message
from liandong.people.access import parts_on
from tests.counting import counted
from tests.issues.factories import (
    ANSWER,
    NO,
    START,
    World,
    an_intake,
    assigned,
    at,
    handling,
    received,
    the_resident,
)
from tests.issues.pages import browser_of, html
from tests.issues.table import EVERYTHING, NOW, refusal_of

PARTS = ["楼道灯不亮。三单元一到四楼。", "垃圾桶满了没人清运，夏天味道大。"]


def split(world: World, issue: Issue | None = None) -> tuple[Issue, list[Issue]]:
    """A matter that the desk has split, and its parts."""
    parent = world.do("split", issue or received(world), world.dispatcher, parts=PARTS)
    return parent, children(parent)


def children(parent: Issue) -> list[Issue]:
    return list(Issue.objects.filter(parent=parent).select_related("desk").order_by("id"))


def closed(world: World, child: Issue) -> Issue:
    """Handled by the urban office, answered, and checked by the desk."""
    child = world.do("assign", child, world.dispatcher, owner_id=world.urban, item_id=world.item("GL016"))
    child = world.do("accept", child, world.officer)
    child = world.do("answer", child, world.officer, **ANSWER)
    return world.do("check", child, world.dispatcher)


def test_each_part_is_a_matter_of_its_own_at_the_same_place(world: World) -> None:
    parent, parts = split(world)
    assert (parent.state, [one.state for one in parts]) == (State.SPLIT, [State.RECEIVED] * 2)
    assert [one.title for one in parts] == ["楼道灯不亮", "垃圾桶满了没人清运，夏天味道大"]
    for one in parts:
        assert (one.place_id, one.desk_id, one.channel) == (parent.place_id, parent.desk_id, parent.channel)
        assert known_of(one.id).reachable is False, "the reporter stays on the parent alone"
        running = set(Clock.objects.filter(issue=one, ended_at=None).values_list("kind", flat=True))
        assert running == {ClockKind.HANDLE, ClockKind.TRIAGE}
    assert len({one.number for one in (parent, *parts)}) == 3


def test_the_parents_own_term_runs_on(world: World) -> None:
    issue = received(world)
    before = Clock.objects.get(issue=issue, kind=ClockKind.HANDLE).due_at
    parent, _ = split(world, issue)
    handle = Clock.objects.get(issue=issue, kind=ClockKind.HANDLE)
    assert (handle.due_at, handle.ended_at, handle.stands_since) == (before, None, None)
    assert (parent.next_clock, parent.next_due_at) == (ClockKind.HANDLE, before)
    assert Clock.objects.get(issue=issue, kind=ClockKind.TRIAGE).was_met is True


@pytest.mark.parametrize("parts", [[], ["只有一件"], ["一件", "  "]])
def test_one_part_is_no_split(world: World, parts: list[str]) -> None:
    issue = received(world)
    with pytest.raises(RuleBroken, match="至少分成 2 件"):
        world.do("split", issue, world.dispatcher, parts=parts)
    assert Issue.objects.count() == 1


def test_more_parts_than_one_message_holds_and_a_text_too_long_are_refused_at_the_field(world: World) -> None:
    issue = received(world)
    with pytest.raises(BadInput, match="一次最多拆成 5 件"):
        world.do("split", issue, world.dispatcher, parts=["一件"] * 6)
    with pytest.raises(BadInput) as wrong:
        world.do("split", issue, world.dispatcher, parts=["一件", "长" * 2001])
    assert list(wrong.value.fields) == ["part2"]


def test_a_part_is_not_split_again(world: World) -> None:
    _, (first, _) = split(world)
    with pytest.raises(RuleBroken, match="不能再拆分"):
        world.do("split", first, world.dispatcher, parts=PARTS)


def test_the_owner_may_split_what_it_handles_and_the_parts_come_to_the_desk(world: World) -> None:
    parent = world.do("split", handling(world), world.officer, parts=PARTS)
    assert {one.desk_id for one in children(parent)} == {world.desk}
    assert {one.first_id for one in children(parent)} == {world.urban}
    assert Message.objects.filter(about=children(parent)[0].id, what="issue.received").exists()


def test_the_whole_is_answered_only_after_all_parts(world: World) -> None:
    parent, (first, second) = split(world)
    with pytest.raises(RuleBroken, match="分办的还没有都了结"):
        world.do("answer_split", parent, world.dispatcher, **ANSWER)
    closed(world, first)
    assert not Message.objects.filter(what="issue.children-over").exists()
    with pytest.raises(RuleBroken, match="分办的还没有都了结"):
        world.do("answer_split", parent, world.dispatcher, **ANSWER)
    closed(world, second)
    assert Message.objects.filter(about=parent.id, what="issue.children-over").exists()
    parent = world.do("answer_split", parent, world.dispatcher, **ANSWER)
    assert parent.state == State.ANSWERED
    parent = world.do("judge", parent, the_resident(parent), solved=Solved.SOLVED)
    assert (parent.state, parent.end) == (State.CLOSED, End.SOLVED)


def test_the_reporter_is_asked_on_the_parent_alone(world: World) -> None:
    _, (first, _) = split(world)
    first = world.do("assign", first, world.dispatcher, owner_id=world.urban, item_id=world.item("GL016"))
    first = world.do("accept", first, world.officer)
    first = world.do("answer", first, world.officer, **ANSWER)
    assert not Message.objects.filter(about=first.id, what="issue.to-call").exists()
    with pytest.raises((RuleBroken, NotAllowed)):
        world.do("judge", first, world.caller, solved=Solved.SOLVED)
    assert world.do("check", first, world.dispatcher).end == End.DONE


def test_the_reporter_reads_into_what_it_was_split_and_the_one_answer(world: World) -> None:
    parent, parts = split(world)
    shown = public_matter(parent.id)
    assert shown is not None
    assert "分成几件" in str(shown.story[0].text)
    assert "楼道灯不亮" in shown.story[0].quote
    for one in parts:
        closed(world, one)
    world.do("answer_split", parent, world.dispatcher, **ANSWER)
    shown = public_matter(parent.id)
    assert shown is not None
    assert shown.answer is not None
    assert shown.answer.done == ANSWER["done"]
    assert shown.may_judge


def test_a_disputed_one_goes_to_its_first_receiver_who_handles_it_as_an_owner_would(world: World) -> None:
    parent, parts = split(world)
    for one in parts:
        closed(world, one)
    world.do("answer_split", parent, world.dispatcher, **ANSWER)
    parent = world.do("judge", parent, the_resident(parent), solved=Solved.NOT)
    assert (parent.state, parent.owner_id, parent.first_id) == (State.HANDLING, None, world.desk)
    assert Message.objects.filter(about=parent.id, what="issue.disputed").exists()
    standing = standing_of(Issue.objects.select_related("desk").get(id=parent.id))
    assert Part.OWNER in parts_on(world.dispatcher, standing)
    assert Part.OWNER not in parts_on(world.officer, standing)
    turn = queries.list_page(world.dispatcher, queries.Filters(view=queries.View.TURN), "", START)
    assert parent.number in {row.number for row in turn.rows}
    parent = world.do("answer", parent, world.dispatcher, **ANSWER)
    assert parent.state == State.ANSWERED


def test_the_one_answer_is_proposed_from_the_parts(world: World) -> None:
    parent, (first, second) = split(world)
    closed(world, first)
    second = world.do("assign", second, world.dispatcher, owner_id=world.urban, item_id=world.item("GL016"))
    second = world.do("accept", second, world.officer)
    second = world.do("answer_no", second, world.officer, **NO)
    world.do("pass_review", second, world.leader)
    assert counted(lambda: merged_answer(parent.id, "街道")) == 2
    proposed = merged_answer(parent.id, "街道")
    assert proposed["claim"] == Solved.PARTLY
    assert proposed["done"].splitlines() == [f"楼道灯不亮：{ANSWER['done']}",
                                             f"垃圾桶满了没人清运，夏天味道大：{NO['reason']}"]


def test_what_waits_for_its_one_answer_is_its_first_receivers_turn(world: World) -> None:
    parent, parts = split(world)
    waits = queries.Filters(view=queries.View.TURN)
    assert parent.number not in {row.number for row in queries.list_page(world.dispatcher, waits, "", START).rows}
    for one in parts:
        closed(world, one)
    assert parent.number in {row.number for row in queries.list_page(world.dispatcher, waits, "", START).rows}


def test_the_page_links_parts_and_whole_with_one_more_query(world: World) -> None:
    alone, (parent, (first, _)) = assigned(world), split(world)
    queries.detail(alone.number, world.dispatcher, START)
    found = queries.detail(parent.number, world.dispatcher, START)
    plain = counted(lambda: queries.detail(alone.number, world.dispatcher, START))
    assert counted(lambda: queries.detail(parent.number, world.dispatcher, START)) == plain + 1
    assert [one.number for one in found.kin] == [one.number for one in children(parent)]
    assert [one.number for one in queries.detail(first.number, world.dispatcher, START).kin] == [parent.number]


def test_a_term_that_is_soon_over_is_told_to_the_first_receiver(world: World) -> None:
    parent, _ = split(world)
    ticking.tick(at(60, 9))
    told = Message.objects.filter(about=parent.id, what="issue.overdue").values_list("recipient", flat=True)
    assert world.dispatcher.account_id in set(told)


@given(st.integers(0, 5), st.sampled_from([State.SPLIT]))
def test_the_table_never_answers_a_whole_with_a_part_open(n: int, state: State) -> None:
    refused = refusal_of(state, Act.ANSWER_SPLIT, Part.FIRST,
                         IssueFacts(now=NOW, given=EVERYTHING, children_open=n))
    assert (refused is None) is (n == 0)


STEPS = st.lists(st.tuples(st.integers(0, 1), st.sampled_from(["assign", "accept", "answer", "check", "withdraw"])),
                 max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_whole_closes_only_after_its_parts_whatever_happens(world: World, steps: list[tuple[int, str]]) -> None:
    parent, parts = split(world, services.receive(an_intake(world), by=world.dispatcher, now=START))
    ways = {"assign": (world.dispatcher, {"owner_id": world.urban, "item_id": world.item("GL016")}),
            "accept": (world.officer, {}), "answer": (world.officer, ANSWER), "check": (world.dispatcher, {}),
            "withdraw": (world.caller, {})}
    for n, act in steps:
        by, values = ways[act]
        with suppress(Refused):
            world.do(act, parts[n], by, **values)
        still_open = Issue.objects.filter(parent=parent, closed_at=None).count()
        try:
            world.do("answer_split", parent, world.dispatcher, **ANSWER)
            assert still_open == 0
        except RuleBroken:
            assert still_open > 0 or Issue.objects.get(id=parent.id).state == State.ANSWERED
    assert Answer.objects.filter(issue=parent).count() <= 1
    assert Entry.objects.filter(issue=parent, act="answer_split").count() <= 1


# ── on the pages ──

def test_a_matter_is_split_and_answered_on_its_pages(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)
    issue = received(site)
    desk = browser_of(site.dispatcher)
    shown = desk.get(f"/issues/{issue.number}/act/split/")
    assert "反映人只在都办完以后问一次" in shown.content.decode()
    short = desk.post(f"/issues/{issue.number}/act/split/", {"seen": 1, "part1": PARTS[0], "part2": ""})
    assert short.status_code == 422
    assert PARTS[0] in short.content.decode(), "what was typed stays"
    done = desk.post(f"/issues/{issue.number}/act/split/", {"seen": 1, "part1": PARTS[0], "part2": PARTS[1]})
    assert done.status_code == 302
    text = html(site.dispatcher, f"/issues/{issue.number}/")
    for one in children(issue):
        assert f'href="/issues/{one.number}/"' in text
        closed(site, one)
    assert "合并答复" in text
    proposed = html(site.dispatcher, f"/issues/{issue.number}/act/answer_split/")
    assert f"楼道灯不亮：{ANSWER['done']}" in proposed
    assert re.search('value="solved" id="id_claim_0"[^>]*checked', proposed)
    values = {"seen": Issue.objects.get(id=issue.id).version, **ANSWER, "claim": "solved"}
    assert desk.post(f"/issues/{issue.number}/act/answer_split/", values).status_code == 302
    assert Issue.objects.get(id=issue.id).state == State.ANSWERED


def test_both_languages_say_it(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)
    parent, (first, _) = split(site)
    assert "Split from" in html(site.dispatcher, f"/issues/{first.number}/", "en")
    assert "Handled in parts" in html(site.dispatcher, f"/issues/{parent.number}/", "en")
    listed = html(site.dispatcher, "/issues/")
    assert listed.count("分办") > listed.count("分办中")
    assert "分办中" in listed
