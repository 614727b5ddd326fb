"""Accounts and appointments as the components show them."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from liandong.kernel.words import Sentence, say
from liandong.people.models import Account, Appointment
from liandong.people.terms import Role
from liandong.screens.frame import Text
from liandong.screens.view_model import Item


def account_item(account: Account, appointments: Iterable[Appointment], today: date) -> Item:
    """A row of the list of accounts: its current appointments stand in the second line."""
    current = [words_of(one) for one in appointments if is_current(one, today)]
    state = say("已停用") if not account.is_active else say("有任职") if current else say("无任职")
    edge = "done" if not account.is_active else "hand" if current else "none"
    who = say("%(name)s（%(login)s）", name=account.name, login=account.username)
    return Item(edge, state, who, reverse("account", args=[account.pk]),  # type: ignore[arg-type]  # one of the edges
                sub=current or [say("现在没有任职")])


def appointment_item(one: Appointment, today: date, *, ends: bool) -> Item:
    """A row of one account's appointments; `ends` makes it a link to the page that ends it."""
    state = say("生效中") if is_current(one, today) else say("未开始") if one.since > today else say("已结束")
    edge = "hand" if is_current(one, today) else "wait" if one.since > today else "done"
    there = reverse("appointment_end", args=[one.account_id, one.id]) if ends and edge != "done" else ""
    return Item(edge, state, words_of(one), there, sub=[span(one)] + ([_area(one)] if one.area else []))  # type: ignore[arg-type]  # as above


def words_of(one: Appointment) -> Sentence:
    """Where and as what, such as 府山街道调度中心 · 调度."""
    return say("%(office)s · %(role)s", office=one.organisation.name, role=Sentence(Role(one.role).label))


def span(one: Appointment) -> Sentence:
    """From when until when."""
    if one.until is None:
        return say("%(since)s 起", since=one.since.isoformat())
    return say("%(since)s 至 %(until)s", since=one.since.isoformat(), until=one.until.isoformat())


def _area(one: Appointment) -> Text:
    return say("范围：%(place)s", place=one.area.name if one.area else "")


def is_current(one: Appointment, today: date) -> bool:
    """Whether an appointment holds on a day."""
    return one.since <= today and (one.until is None or one.until >= today)
