"""The ways by which a message reaches somebody. A new way is a class with these three methods in `CHANNELS`."""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from liandong.outbox.crash import crash
from liandong.outbox.models import Delivery, InboxItem, Message
from liandong.outbox.terms import BY_CODE, Haste, words


def _no_address(account: int) -> str:
    return ""


def _always_open(now: datetime) -> datetime | None:
    return now


address_of: Callable[[int], str] = _no_address
"""The e-mail address of an account; "" for none. Set by people, which stands above: `channels.address_of = …`."""
opening: Callable[[datetime], datetime | None] = _always_open
"""The first moment from now on at which offices are open; None while that year is not loaded. Set by calendars."""


class Channel(Protocol):
    """One way. `send` may be called again after a crash: what that means for copies is the channel's own promise."""

    name: str
    marks_itself: bool
    """Whether `send` writes into our database, so that sending and marking are one transaction."""

    def owes(self, message: Message) -> bool:
        """Whether this message is to go this way at all."""

    def not_before(self, message: Message, now: datetime) -> datetime | None:
        """The moment before which it may not go."""

    def send(self, message: Message, delivery: Delivery) -> None:
        """Hand it over. Any exception is a failed attempt."""


class Inbox:
    """The reader's inbox: exactly once, by the unique key and not by care."""

    name = "inbox"
    marks_itself = True

    def owes(self, message: Message) -> bool:
        return True

    def not_before(self, message: Message, now: datetime) -> datetime | None:
        return None

    def send(self, message: Message, delivery: Delivery) -> None:
        InboxItem.objects.bulk_create(
            [InboxItem(message=message, recipient=message.recipient, created_at=message.created_at)],
            ignore_conflicts=True)
        crash("inbox.inserted")


class Mail:
    """E-mail: at least once, doubled only if we die between the server's yes and our mark, under one Message-ID."""

    name = "mail"
    marks_itself = False

    def owes(self, message: Message) -> bool:
        return message.at_once and address_of(message.recipient) != ""

    def not_before(self, message: Message, now: datetime) -> datetime | None:
        """Nothing after hours but emergencies; an unknown year silences nobody. Source: domain.md, Less burden 8.

        The digest comes at an hour of its own.
        """
        if BY_CODE[message.what].haste in (Haste.EMERGENCY, Haste.DIGEST):
            return None
        return opening(now)

    def send(self, message: Message, delivery: Delivery) -> None:
        crash("mail.sending")
        self._compose(message, delivery).send()
        crash("mail.accepted")

    def _compose(self, message: Message, delivery: Delivery) -> EmailMessage:
        """In Chinese: a reader's language is a cookie of the browser."""
        with translation.override(settings.LANGUAGE_CODE):
            title, body = words(message.what, message.values)
            text = _("%(body)s\n\n登录后查看：%(address)s\n这封邮件由系统发出，不用回复。") % {
                "body": _(body.text) % body.values, "address": settings.PUBLIC_ADDRESS}
            return EmailMessage(_(title.text) % title.values, text, to=[address_of(message.recipient)],
                                headers={"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"})


def message_id(delivery: Delivery) -> str:
    """The same at every attempt: a mail program shows two copies as one."""
    return f"<{delivery.id}@liandong>"


CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (Inbox(), Mail())}
