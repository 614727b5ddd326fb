"""Delivering: retries with back-off, the cap, dead letters, and what waits for the morning."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from procrastinate.contrib.django.models import ProcrastinateJob

from liandong.districts.models import District
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.kernel.errors import NotFound
from liandong.outbox import channels, queries, services
from liandong.outbox.delivering import MOST_ATTEMPTS, Later, deliver, give_up
from liandong.outbox.models import Delivery, InboxItem, Message
from tests.outbox.factories import NIGHT, OPEN, told

MORNING = datetime(2026, 11, 26, 0, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "address_of", lambda account: "" if account == 9 else f"a{account}@example.org")
    monkeypatch.setattr(channels, "opening", lambda now: now)


@pytest.fixture
def scoped(db: None) -> Iterator[District]:
    district = create_district(1, "越城区")
    with scope(district.id):
        yield district


@pytest.fixture
def broken_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: EmailMessage) -> int:
        raise ConnectionRefusedError("a7@example.org")

    monkeypatch.setattr(EmailMessage, "send", refuse)


def states(message: Message) -> dict[str, str]:
    return dict(Delivery.objects.filter(message=message).values_list("channel", "state"))


def test_a_quiet_message_lies_in_the_inbox_once_and_is_not_mailed(scoped: District) -> None:
    message = told()
    for _ in range(2):
        deliver(1, message.id, OPEN)
    assert InboxItem.objects.filter(message=message, recipient=7).count() == 1
    assert states(message) == {"inbox": "sent"}
    assert mail.outbox == []


def test_a_message_in_haste_is_mailed_too_and_names_nobody(scoped: District) -> None:
    message = told(at_once=True)
    deliver(1, message.id, OPEN)
    assert states(message) == {"inbox": "sent", "mail": "sent"}
    letter = mail.outbox[0]
    assert letter.subject == "派来：YC-1"
    assert "府山街道把 YC-1 派给您单位" in str(letter.body)
    assert letter.to == ["a7@example.org"]
    assert letter.extra_headers["Message-ID"] == channels.message_id(Delivery.objects.get(channel="mail"))


def test_who_has_no_address_has_the_inbox(scoped: District) -> None:
    message = told([9], at_once=True)
    deliver(1, message.id, OPEN)
    assert states(message) == {"inbox": "sent"}


def test_an_inbox_item_that_is_there_already_is_no_error(scoped: District) -> None:
    message = told()
    InboxItem.objects.create(message=message, recipient=7, created_at=message.created_at)
    deliver(1, message.id, OPEN)
    assert InboxItem.objects.count() == 1
    assert states(message) == {"inbox": "sent"}


def test_after_hours_mail_waits_for_the_morning_but_the_inbox_does_not(
        scoped: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "opening", lambda now: max(now, MORNING))
    message = told(at_once=True, now=NIGHT)
    with pytest.raises(Later) as later:
        deliver(1, message.id, NIGHT)
    assert later.value.at == MORNING
    assert InboxItem.objects.exists()
    assert mail.outbox == []
    assert Delivery.objects.get(channel="mail").attempts == 0
    deliver(1, message.id, MORNING)
    assert len(mail.outbox) == 1


def test_an_emergency_does_not_wait_for_the_morning(scoped: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "opening", lambda now: max(now, MORNING))
    deliver(1, told(what="issue.received-urgent", at_once=True, now=NIGHT).id, NIGHT)
    assert len(mail.outbox) == 1


def test_in_a_year_that_nobody_has_loaded_mail_is_not_held_back(
        scoped: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "opening", lambda now: None)
    deliver(1, told(at_once=True).id, OPEN)
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("broken_mail")
def test_a_broken_mail_server_is_tried_again_ever_later_and_then_no_more(scoped: District) -> None:
    message, now, waits = told(at_once=True), OPEN, []
    for _ in range(MOST_ATTEMPTS - 1):
        with pytest.raises(Later) as later:
            deliver(1, message.id, now)
        waits.append(later.value.at - now)
        now = later.value.at
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    deliver(1, message.id, now)
    dead = Delivery.objects.get(channel="mail")
    assert (dead.state, dead.attempts, dead.error) == ("dead", MOST_ATTEMPTS, "ConnectionRefusedError")
    assert InboxItem.objects.count() == 1
    assert list(queries.dead_letters()) == [dead]
    assert not Message.objects.filter(settled_at=None).exists()


@pytest.mark.usefixtures("broken_mail")
def test_an_error_is_kept_without_the_address_in_it(scoped: District) -> None:
    with pytest.raises(Later):
        deliver(1, told(at_once=True).id, OPEN)
    assert "@" not in Delivery.objects.get(channel="mail").error


def test_a_dead_letter_can_be_sent_again(scoped: District, monkeypatch: pytest.MonkeyPatch) -> None:
    message = told(at_once=True)
    give_up(1, message.id, OPEN)
    assert states(message) == {"inbox": "dead", "mail": "dead"}
    ProcrastinateJob.objects.all()._raw_delete("default")
    for delivery in queries.dead_letters():
        services.resend(delivery.id)
    assert ProcrastinateJob.objects.count() == 2
    deliver(1, message.id, OPEN)
    assert states(message) == {"inbox": "sent", "mail": "sent"}
    with pytest.raises(NotFound):
        services.resend(Delivery.objects.get(channel="mail").id)


def test_attempts_whose_worker_died_count_as_well(scoped: District) -> None:
    message = told()
    Delivery.objects.create(message=message, channel="inbox", attempts=MOST_ATTEMPTS)
    deliver(1, message.id, OPEN)
    assert states(message) == {"inbox": "dead"}


def test_one_reads_only_ones_own_messages(scoped: District) -> None:
    for account in (7, 8):
        deliver(1, told([account]).id, OPEN)
    foreign = queries.inbox(8)[0]
    assert services.mark_read(7, [foreign.id], now=OPEN) == 0
    assert (queries.unread_count(7), queries.unread_count(8)) == (1, 1)
    assert services.mark_read(7, None, now=OPEN + timedelta(hours=1)) == 1
    assert (queries.unread_count(7), queries.unread_count(8)) == (0, 1)


def test_another_districts_message_is_not_delivered(scoped: District) -> None:
    message = told()
    create_district(2, "坪山区")
    deliver(2, message.id, OPEN)
    assert not InboxItem.objects.exists()
