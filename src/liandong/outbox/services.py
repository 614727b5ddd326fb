"""Telling people: messages are written with the act that tells them, and delivered afterwards."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from liandong.districts.scope import in_scope, the_district
from liandong.districts.together import insert_together
from liandong.kernel.errors import NotFound
from liandong.outbox import queue
from liandong.outbox.models import Delivery, DigestHour, InboxItem, Message
from liandong.outbox.terms import State, check

BATCH = 1000
_loading: ContextVar[list[Message] | None] = ContextVar("loading_messages", default=None)


@contextmanager
def loading() -> Iterator[None]:
    """What is told inside was told long ago (the demo's past): it lies in the inbox, read, and nothing is sent.

    It is written when the block ends, all together; nothing of it if the block fails.
    """
    told: list[Message] = []
    token = _loading.set(told)
    try:
        yield
    finally:
        _loading.reset(token)
    _lay_down(told)


def tell(recipients: Iterable[int], what: str, *, about: UUID, kind: str = "issue", values: Mapping[str, str],
         at_once: bool = False, now: datetime) -> None:
    """Owe each of these accounts a message, in the caller's transaction. Two statements, however many they are.

    The arguments are those of `draft`.
    """
    messages = draft(recipients, what, about=about, kind=kind, values=values, at_once=at_once, now=now)
    if messages:
        insert_together(messages)
        hand_over(messages)


def draft(recipients: Iterable[int], what: str, *, about: UUID, kind: str = "issue", values: Mapping[str, str],
          at_once: bool = False, now: datetime) -> list[Message]:
    """The messages of `tell`, for a caller who writes them with other rows, and then must `hand_over`.

    `what` is a code of `outbox.terms`; `values` fill its words and hold no personal data. `at_once` is for
    emergencies, what is due today and named calls. Raises KeyError and ValueError as `terms.check` does.
    """
    check(what, values, at_once=at_once)
    messages = [Message(recipient=one, what=what, kind=kind, about=about, values=dict(values), at_once=at_once,
                        created_at=now) for one in dict.fromkeys(recipients)]
    if (told := _loading.get()) is not None:
        told += messages
        return []
    return messages


def hand_over(messages: Iterable[Message]) -> None:
    """Queue the delivery of messages that were written in this transaction; one statement, none for none."""
    queue.enqueue(the_district(), [m.id for m in messages])


def _lay_down(messages: list[Message]) -> None:
    for message in messages:
        message.settled_at = message.created_at
    Message.objects.bulk_create(messages, batch_size=BATCH)
    InboxItem.objects.bulk_create([InboxItem(message=m, recipient=m.recipient, created_at=m.created_at,
                                             read_at=m.created_at) for m in messages], batch_size=BATCH)


@in_scope
def mark_read(account: int, items: Iterable[UUID] | None, *, now: datetime) -> int:
    """Mark one's own inbox items as read (all for None); the items of others are left alone. Returns how many."""
    unread = InboxItem.objects.filter(recipient=account, read_at=None)
    if items is not None:
        unread = unread.filter(id__in=list(items))
    return unread.update(read_at=now)


@in_scope
def set_digest_hour(account: int, hour: int | None) -> None:
    """At which hour one has the digest from now on; None: at the district's."""
    if hour is None:
        DigestHour.objects.filter(recipient=account).delete()
    else:
        DigestHour.objects.update_or_create(recipient=account, defaults={"hour": hour})


@in_scope
def resend(delivery_id: UUID) -> Delivery:
    """Owe a dead delivery again, with its count of attempts at nought. Raises NotFound if it is not dead."""
    delivery = Delivery.objects.select_for_update(of=("self",)).filter(id=delivery_id, state=State.DEAD.value).first()
    if delivery is None:
        raise NotFound
    delivery.state, delivery.attempts, delivery.error = State.OWED.value, 0, ""
    delivery.save(update_fields=["state", "attempts", "error"])
    Message.objects.filter(id=delivery.message_id).update(settled_at=None)
    queue.enqueue(the_district(), [delivery.message_id])
    return delivery
