"""A matter's way from the desk to the reporter's word."""
from __future__ import annotations

from liandong.issues.models import Clock, Entry, Issue
from liandong.issues.terms import ClockKind, End, Solved, State
from tests.issues.factories import ANSWER, START, World, answered, at, handling, received, the_resident


def test_a_matter_goes_from_the_desk_to_the_reporters_word(world: World) -> None:
    issue = received(world)
    assert (issue.state, issue.number, issue.desk_id) == (State.RECEIVED, "261124-0001", world.desk)
    issue = world.do("assign", issue, world.dispatcher, owner_id=world.urban, item_id=world.item("GL016"))
    issue = world.do("accept", issue, world.officer)
    issue = world.do("contact", issue, world.officer, note="已通电话")
    issue = world.do("answer", issue, world.officer, **ANSWER)
    issue = world.do("judge", issue, the_resident(issue), solved=Solved.SOLVED)
    assert (issue.state, issue.end, issue.closed_at) == (State.CLOSED, End.SOLVED, START)
    acts = list(Entry.objects.filter(issue=issue).order_by("version").values_list("act", flat=True))
    assert acts == ["receive", "assign", "accept", "contact", "answer", "confirm"]
    assert not Clock.objects.filter(issue=issue, ended_at=None).exists()


def test_the_items_own_term_counts_from_receipt(world: World) -> None:
    issue = handling(world)
    handle = Clock.objects.get(issue=issue, kind=ClockKind.HANDLE)
    assert (handle.amount, handle.due_at) == (20, at(52, 17, 30))
    assert issue.next_due_at == at(52, 17, 30)


def test_the_first_duty_passes_to_the_owner_that_accepts(world: World) -> None:
    issue = received(world)
    assert issue.first_id == world.desk
    issue = handling(world)
    assert issue.first_id == world.urban


def test_an_answered_matter_is_over_its_handling_term(world: World) -> None:
    issue = answered(world)
    assert Clock.objects.get(issue=issue, kind=ClockKind.HANDLE).was_met is True
    assert Issue.objects.get(id=issue.id).next_clock == ClockKind.JUDGE
