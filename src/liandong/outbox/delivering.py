"""Delivering one message: each channel by itself, each step its own transaction. Source: trust.md 2."""
from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from liandong.districts.scope import scope
from liandong.kernel.words import N_
from liandong.outbox.channels import CHANNELS, Channel
from liandong.outbox.crash import crash
from liandong.outbox.models import Delivery, Message
from liandong.outbox.terms import State

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 5
"""After these a delivery is dead, and only an administrator sends it again."""
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long after the first, second … failed attempt the next one comes."""
DONE = (State.SENT.value, State.DEAD.value)
DIED = N_("后台程序中断")


class Later(Exception):
    """Something is still owed; the job comes back at `at`."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


def deliver(district: int, message_id: UUID, now: datetime) -> None:
    """Bring a message to its reader by every channel that owes it.

    One channel that fails does not stop the others. Raises Later if something is still owed.
    """
    crash("fetched")
    with scope(district):
        message = Message.objects.filter(id=message_id).first()
        if message is None or message.settled_at is not None:
            return
        owed = _owed(message)
    waits = [at for delivery in owed if (at := _by(CHANNELS[delivery.channel], district, message, delivery, now))]
    if waits:
        raise Later(min(waits))
    with scope(district):
        Message.objects.filter(id=message_id).update(settled_at=now)


def _owed(message: Message) -> list[Delivery]:
    """The deliveries that are not over, made where they are missing."""
    Delivery.objects.bulk_create([Delivery(message=message, channel=name) for name, channel in CHANNELS.items()
                                  if channel.owes(message)], ignore_conflicts=True)
    return list(Delivery.objects.filter(message=message).exclude(state__in=DONE).order_by("channel"))


def _by(channel: Channel, district: int, message: Message, delivery: Delivery, now: datetime) -> datetime | None:
    """One channel's attempt; the time of the next one, or None if this channel is through with it."""
    at = channel.not_before(message, now)
    if at is not None and at > now:
        return at
    if delivery.attempts >= MOST_ATTEMPTS:  # the attempts were counted, but their worker never lived to say how it went
        _bury(district, delivery, delivery.error or DIED)
        return None
    delivery.attempts += 1
    with scope(district):
        delivery.save(update_fields=["attempts"])
    try:
        _send(channel, district, message, delivery, now)
    except Exception as error:  # whatever a channel raises is a failed attempt
        log.warning("delivery failed", channel=channel.name, delivery=str(delivery.id), error=type(error).__name__)
        return _failed(district, delivery, error, now)
    crash("inbox.committed" if channel.marks_itself else "mail.marked")
    return None


def _send(channel: Channel, district: int, message: Message, delivery: Delivery, now: datetime) -> None:
    if not channel.marks_itself:
        channel.send(message, delivery)
    with scope(district):
        if channel.marks_itself:
            channel.send(message, delivery)
        delivery.state, delivery.sent_at, delivery.error = State.SENT.value, now, ""
        delivery.save(update_fields=["state", "sent_at", "error"])


def _failed(district: int, delivery: Delivery, error: Exception, now: datetime) -> datetime | None:
    reason = type(error).__name__  # never its text: a mail server's words hold addresses
    if delivery.attempts >= MOST_ATTEMPTS:
        _bury(district, delivery, reason)
        return None
    delivery.state, delivery.error = State.FAILED.value, reason
    with scope(district):
        delivery.save(update_fields=["state", "error"])
    return now + WAITS[delivery.attempts - 1]


def _bury(district: int, delivery: Delivery, reason: str) -> None:
    delivery.state, delivery.error = State.DEAD.value, reason
    with scope(district):
        delivery.save(update_fields=["state", "error"])


def give_up(district: int, message_id: UUID, now: datetime) -> None:
    """A message that kills its worker each time goes to the dead letters, with every channel still owed."""
    with scope(district):
        message = Message.objects.filter(id=message_id).first()
        if message is None:
            return
        for delivery in _owed(message):
            _bury(district, delivery, DIED)
        message.settled_at = now
        message.save(update_fields=["settled_at"])
