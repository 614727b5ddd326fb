"""The loaded demo: every story played by the services, its trail true, nothing piled up."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Max, Min
from procrastinate.contrib.django.models import ProcrastinateJob

from liandong.calendars.models import CalendarYear
from liandong.calendars.queries import working_calendar
from liandong.demo import run
from liandong.demo.accounts import PASSWORD, demo_accounts
from liandong.demo.stories import stories
from liandong.districts.scope import scope
from liandong.issues.models import Clock, Entry, Issue
from liandong.issues.services.ticking import tick
from liandong.issues.terms import OPEN_STATES, Act, Part
from liandong.kernel.calendar import SHANGHAI
from liandong.kernel.state_days import state_days
from liandong.ledger.models import Event as LedgerEvent
from liandong.outbox.models import Delivery, InboxItem, Message
from liandong.people.models import Account
from liandong.people.queries import actor_for
from liandong.people.terms import Role

NOW = datetime(2026, 11, 24, 15, 10, 27, tzinfo=SHANGHAI)
FEW = 40


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One load for all tests of this file: none of them writes, so none needs the mark that rolls back after each."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole._from_testcase = True  # type: ignore[attr-defined]  # as Django's own test cases mark theirs
        with whole:
            run.load(NOW, count=FEW)
            with scope(run.NUMBER):
                yield
            transaction.set_rollback(True)


def _told() -> dict[str, str]:
    """Title and state of each story as it was planned."""
    start = NOW.replace(second=0) - run.QUARTER
    found = stories(calendar=working_calendar(), start=start.date(), end=NOW.replace(second=0), count=FEW)
    return {story.text: story.state.value for story in found}


def test_every_story_has_come_to_the_state_that_it_was_planned_for(loaded: None) -> None:
    assert dict(Issue.objects.values_list("text", "state")) == _told()


def test_the_trail_says_each_act_once_and_the_ledger_agrees(loaded: None) -> None:
    entries = {entry.event: entry for entry in Entry.objects.all()}
    acts = LedgerEvent.objects.filter(kind="issue", district_id=run.NUMBER).exclude(act="issue.read_by_leader")
    assert {event.id for event in acts} == set(entries)
    for event in acts:
        entry = entries[event.id]
        assert (event.act, event.subject, event.actor_id) == (f"issue.{entry.act}", entry.issue_id, entry.by_id)
        assert event.happened_at == entry.happened_at
    versions = Counter(Entry.objects.values_list("issue_id", flat=True))
    assert dict(Issue.objects.values_list("id", "version")) == dict(versions)


def test_trails_run_forward_in_time_within_the_quarter(loaded: None) -> None:
    for issue in Issue.objects.all():
        moments = list(Entry.objects.filter(issue=issue).order_by("version").values_list("happened_at", flat=True))
        assert moments == sorted(moments)
        assert moments[0] == issue.received_at
    ends = Entry.objects.aggregate(first=Min("happened_at"), last=Max("happened_at"))
    assert NOW - run.QUARTER - timedelta(days=1) <= ends["first"]
    assert ends["last"] <= NOW


def test_whoever_acted_had_the_part_by_appointment_and_no_handler_called_back(loaded: None) -> None:
    roles = {account: {post.role for post in actor_for(account, NOW.date()).posts}
             for account in Entry.objects.exclude(by=None).values_list("by", flat=True).distinct()}
    for entry in Entry.objects.filter(by_part=Part.CALLER.value):
        assert entry.by_id is not None
        assert Role.CALLER in roles[entry.by_id]
    handled = set(Entry.objects.filter(act__in=[Act.ACCEPT.value, Act.ANSWER.value]).values_list("issue", "by"))
    for entry in Entry.objects.filter(act__in=[Act.CONFIRM.value, Act.CHECK.value], by__isnull=False):
        assert (entry.issue_id, entry.by_id) not in handled


def test_everything_recorded_is_marked_as_loaded_for_the_demo(loaded: None) -> None:
    events_of = LedgerEvent.objects.filter(district_id=run.NUMBER)
    assert events_of.count() > 300
    assert set(events_of.values_list("loaded", flat=True)) == {"demo"}


def test_old_messages_lie_read_and_only_the_last_day_s_are_on_their_way(loaded: None) -> None:
    fresh = working_calendar().add(NOW.replace(second=0), -run.UNREAD)
    owed = Message.objects.filter(settled_at=None)
    assert ProcrastinateJob.objects.count() == owed.count() < 100
    assert owed.filter(created_at__lt=fresh).count() == 0
    old = Message.objects.filter(created_at__lt=fresh)
    assert old.count() == InboxItem.objects.filter(read_at__isnull=False).count() > 100
    assert Delivery.objects.count() == 0


def test_the_clock_has_nothing_left_to_do_at_the_moment_of_the_start(loaded: None) -> None:
    done = tick(NOW)
    assert (done.lapsed, done.gone_on, done.dated, done.soon, done.late, done.failed) == (0, 0, 0, 0, 0, [])


def test_every_open_matter_has_a_clock_and_no_closed_one_has(loaded: None) -> None:
    running = set(Clock.objects.filter(ended_at=None).values_list("issue", flat=True))
    for issue in Issue.objects.all():
        assert (issue.id in running) == (issue.state in OPEN_STATES)


def test_each_printed_account_signs_in_with_the_printed_password_and_has_its_role(loaded: None) -> None:
    printed = demo_accounts()
    assert len(printed) == len(Role) + 1
    for shown in printed:
        account = Account.objects.get(username=shown.login)
        assert account.check_password(PASSWORD)
        assert not account.must_change_password
        assert account.email == ""
        assert shown.role in {post.role.label for post in actor_for(account.id, NOW.date()).posts}


def test_the_years_after_the_last_known_one_are_marked_as_the_demo_s(loaded: None) -> None:
    years = set(CalendarYear.objects.filter(is_demo=True).values_list("year", flat=True))
    assert years == set(range(max(state_days()) + 1, NOW.year + 2))
    assert all(working_calendar().knows(year) for year in years)


def test_a_second_start_finds_the_district_and_changes_nothing(loaded: None) -> None:
    before = Issue.objects.count(), LedgerEvent.objects.count()
    run.load_if_missing(NOW + timedelta(days=3))
    assert (Issue.objects.count(), LedgerEvent.objects.count()) == before
