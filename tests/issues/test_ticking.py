"""What time alone brings about, what happens when an appointment ends, what the digest counts."""
from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from liandong.issues import hooks
from liandong.issues.models import Clock, Entry, Issue
from liandong.issues.queries import detail
from liandong.issues.services import ticking
from liandong.issues.services.ticking import tick
from liandong.issues.terms import ClockKind, State
from liandong.ledger.models import Event
from liandong.outbox import digests, ticks
from liandong.outbox.digests import Tally
from liandong.outbox.models import Message
from liandong.people import hooks as endings
from liandong.people.hooks import Ended
from liandong.people.models import Appointment
from liandong.people.queries import actor_for
from liandong.people.terms import Role
from tests.issues.factories import START, World, answered, assigned, at, handling, received


def told(what: str) -> list[int]:
    return list(Message.objects.filter(what=what).values_list("recipient", flat=True))


def test_what_runs_out_is_told_once_and_what_is_over_once(world: World) -> None:
    issue = handling(world)
    soon = Clock.objects.get(issue=issue, kind=ClockKind.HANDLE).soon_at
    assert soon is not None
    assert tick(soon - timedelta(minutes=1)).soon == 0
    assert (tick(soon).soon, tick(soon).soon) == (1, 0)
    assert told("issue.soon") == [world.officer.account_id]
    assert (tick(at(52, 17, 30)).late, tick(at(52, 17, 31)).late, tick(at(53, 9)).late) == (0, 1, 0)
    assert told("issue.overdue") == [world.officer.account_id]


def test_time_gone_by_makes_nobodys_form_stale_but_stands_in_the_trail(world: World) -> None:
    issue = handling(world)
    tick(at(53, 9))
    again = Issue.objects.get(id=issue.id)
    assert again.version == issue.version
    times = [(kind, clock.kind) for _, clock, kind in detail(issue.number, world.officer, at(53, 9)).times]
    assert ("late", "handle") in times


def test_what_nobody_assigned_in_time_is_the_desks(world: World) -> None:
    received(world)
    assert tick(at(25, 9)).late == 1
    assert set(told("issue.overdue")) == {world.dispatcher.account_id, world.second_dispatcher.account_id}


def test_what_waits_for_the_reporters_word_is_told_to_nobody(world: World) -> None:
    answered(world)
    tick(at(30, 17))
    assert told("issue.soon") == []


def test_a_second_tick_at_once_does_nothing(world: World) -> None:
    world.do("ask_resident", handling(world), world.officer, text="几楼？")
    world.do("send_back", assigned(world), world.officer, item_id=world.item("CJ017"),
             proposed_id=world.office("office-team").id, reason="")
    answered(world)
    received(world)
    late = at(60, 9)
    first = tick(late)
    assert first.lapsed == 3
    entries, events, messages = Entry.objects.count(), Event.objects.count(), Message.objects.count()
    again = tick(late)
    assert (again.lapsed, again.gone_on, again.dated, again.soon, again.late, again.failed) == (0, 0, 0, 0, 0, [])
    assert (Entry.objects.count(), Event.objects.count(), Message.objects.count()) == (entries, events, messages)


def test_one_matter_that_fails_stops_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = answered(world), answered(world)
    real = ticking._turn

    def fails_for_one(issue_id: UUID, now: object) -> object:
        if issue_id == bad.id:
            Issue.objects.filter(id=bad.id).update(title="half")
            raise ValueError("broken")
        return real(issue_id, now)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(ticking, "_turn", fails_for_one)
    done = tick(at(60, 9))
    assert (done.lapsed, done.failed) == (1, [bad.id])
    assert Issue.objects.get(id=good.id).state == State.CLOSED
    untouched = Issue.objects.get(id=bad.id)
    assert (untouched.state, untouched.title) == (State.ANSWERED, bad.title)


def test_the_clock_the_digest_and_the_endings_know_of_issues() -> None:
    assert ticking.tick in ticks.tickers
    assert hooks.tally in digests.collectors
    assert hooks.appointment_ended in endings.on_appointment_ended


# ── an appointment ends ──

def ended(world: World, name: str) -> Ended:
    actor = world.actors[name]
    post = actor.posts[0]
    Appointment.objects.filter(id=post.appointment_id).update(until=date(2026, 11, 23))
    assert actor.account_id is not None
    return Ended(post.appointment_id, actor.account_id, actor.name, post.organisation_id, post.role)


def test_what_a_person_held_returns_to_the_office_and_its_leaders_are_told(world: World) -> None:
    issue, other = handling(world), handling(world)
    world.do("pass_on", other, world.officer, to=world.colleague.account_id)
    ending = ended(world, "officer")
    assert hooks.appointment_ended(ending, START) == 1
    left, kept = Issue.objects.get(id=issue.id), Issue.objects.get(id=other.id)
    assert (left.holder_id, left.owner_id, left.state) == (None, world.urban, State.HANDLING)
    assert kept.holder_id == world.colleague.account_id
    line = Entry.objects.get(issue=issue, version=left.version)
    assert (line.act, line.by_part, line.target_id) == ("holder_left", "clock", world.urban)
    assert Event.objects.filter(subject=issue.id).latest("id").act == "issue.holder_left"
    assert set(told("people.post-ended")) == {world.leader.account_id, world.head.account_id}
    assert hooks.appointment_ended(ending, START) == 0


def test_who_goes_on_at_the_same_office_keeps_what_they_hold(world: World) -> None:
    issue = handling(world)
    ending = ended(world, "officer")
    Appointment.objects.create(account_id=ending.account_id, role=Role.OFFICER.value, organisation_id=world.urban,
                               since=date(2026, 11, 24))
    assert hooks.appointment_ended(ending, START) == 0
    assert Issue.objects.get(id=issue.id).holder_id == ending.account_id


def test_who_has_left_can_do_nothing_more(world: World) -> None:
    handling(world)
    ending = ended(world, "officer")
    assert actor_for(ending.account_id, START.date()).posts == ()


# ── the digest ──

def test_the_digest_counts_what_is_due_today_and_overdue_for_whose_turn_it_is(world: World) -> None:
    handling(world, at(20, 9))
    assigned(world, at(23, 9))
    received(world)
    answered(world)
    found = hooks.tally(at(24, 10))
    assert found[world.dispatcher.account_id or 0] == Tally(due=1)
    assert found[world.colleague.account_id or 0] == Tally(overdue=1), "assigned yesterday at 9, not accepted"
    assert found[world.officer.account_id or 0] == Tally(overdue=1)
    assert world.caller.account_id not in found


def test_a_return_that_waits_is_the_desks_to_answer(world: World) -> None:
    issue = handling(world)
    world.do("send_back", issue, world.officer, item_id=world.item("CJ017"), proposed_id=world.urban, reason="")
    found = hooks.tally(at(25, 10))
    assert found[world.dispatcher.account_id or 0] == Tally(overdue=1)
    assert world.officer.account_id not in found
