"""What a list is narrowed by: a saved view, states, place, item, owner, term, text. Read from an address, checked."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q

from liandong.issues import reach
from liandong.issues.models import UNKNOWN
from liandong.issues.statements import end_of_day
from liandong.issues.terms import State
from liandong.kernel.errors import BadInput
from liandong.kernel.labelled import Labelled
from liandong.kernel.words import N_, say
from liandong.people.access import Actor
from liandong.people.terms import WORKING_ROLES
from liandong.places.terms import subtree

LONGEST_TEXT = 40


class View(Labelled):
    """A filter that one comes back to."""

    ALL = "all", N_("全部")
    OPEN = "open", N_("在办")
    LATE = "late", N_("已逾期")
    TODAY = "today", N_("今天到期")
    TRIAGE = "triage", N_("待派单")
    TURN = "turn", N_("等我处理")
    RETURNED = "returned", N_("退回和提级")
    MINE = "mine", N_("我承办的")
    FIRST = "first", N_("我首接的")
    UNSOLVED = "unsolved", N_("未解决待阅")
    CLOSED = "closed", N_("已办结")


NEWEST_FIRST = {View.ALL, View.CLOSED, View.UNSOLVED}
"""These hold what is over: ordered by receipt, the newest first; the others by what is due first."""


class DueIn(Labelled):
    """How a matter stands with its term."""

    LATE = "late", N_("已逾期")
    TODAY = "today", N_("今天到期")
    SOON = "soon", N_("临期")
    UNKNOWN = "unknown", N_("待年历")


@dataclass(frozen=True)
class Filters:
    """All that narrows a list; the defaults narrow nothing."""

    view: View = View.ALL
    states: frozenset[State] = frozenset()
    place: str = ""
    """A place's code: it and all below it."""
    item: str = ""
    """An item's code."""
    category: UUID | None = None
    """A class of the catalogue."""
    owner: UUID | None = None
    due: DueIn | None = None
    text: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Filters:
        """From an address. Raises BadInput for what is no value of ours; an empty value is none."""
        try:
            return cls(
                view=View(given.get("view") or View.ALL),
                states=frozenset(State(one) for one in (given.get("state") or "").split(",") if one),
                place=_code(given.get("place") or ""), item=_code(given.get("item") or ""),
                category=UUID(given["category"]) if given.get("category") else None,
                owner=UUID(given["owner"]) if given.get("owner") else None,
                due=DueIn(given["due"]) if given.get("due") else None, text=_text(given.get("text") or ""))
        except ValueError as error:
            raise BadInput(say("筛选的条件不认识，请重新选。")) from error

    def address(self, **changed: object) -> str:
        """The query of an address that reads to these filters, with some changed."""
        now = replace(self, **changed)  # type: ignore[arg-type]  # the caller names our own fields
        values = {"view": "" if now.view is View.ALL else now.view.value, "state": ",".join(sorted(now.states)),
                  "place": now.place, "item": now.item, "category": now.category or "", "owner": now.owner or "",
                  "due": now.due or "", "text": now.text}
        return urlencode({name: str(value) for name, value in values.items() if value})

    @property
    def narrows(self) -> bool:
        """Whether anything but the view is set."""
        return replace(self, view=View.ALL) != Filters()

    @property
    def newest_first(self) -> bool:
        """The order of the list."""
        return self.view in NEWEST_FIRST


def _code(text: str) -> str:
    if len(text) > 24 or not text.isascii() or (not text.replace("-", "").isalnum() and text):
        raise ValueError(text)
    return text


def _text(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        raise BadInput(fields={"text": say("最多 %(n)s 个字。", n=LONGEST_TEXT)})
    if "\x00" in text:
        raise ValueError(text)
    return text


def condition(filters: Filters, actor: Actor, now: datetime) -> Q:
    """Everything but the text (which `search.search` answers) and what the actor may see."""
    found = of_view(filters.view, actor, now)
    if filters.states:
        found &= Q(state__in=[one.value for one in filters.states])
    if filters.place:
        found &= reach.area(*subtree(filters.place))
    if filters.item:
        found &= Q(item__code=filters.item)
    if filters.category:
        found &= Q(item__parent=filters.category) | Q(item__parent__parent=filters.category)
    if filters.owner:
        found &= Q(owner=filters.owner)
    return found & of_due(filters.due, now) if filters.due else found


def of_view(view: View, actor: Actor, now: datetime) -> Q:
    """The condition of a view."""
    is_open = Q(closed_at=None)
    simple = {View.ALL: Q(), View.CLOSED: Q(closed_at__isnull=False), View.UNSOLVED: reach.unsolved(actor)}
    if view in simple:
        return simple[view]
    if view is View.TURN:
        return is_open & reach.my_turn(actor)
    if view is View.MINE:
        return is_open & Q(owner__in=list(actor.organisations(*WORKING_ROLES)))
    if view is View.FIRST:
        return is_open & Q(first__in=list(actor.organisations(*WORKING_ROLES)))
    if view is View.TRIAGE:
        return is_open & reach.triage(actor)
    if view is View.OPEN:
        return is_open & reach.watched(actor)
    return is_open & reach.working(actor) & _working_view(view, now)


def _working_view(view: View, now: datetime) -> Q:
    if view is View.RETURNED:
        return Q(state__in=[State.SENT_BACK.value, State.ESCALATED.value])
    if view is View.LATE:
        return of_due(DueIn.LATE, now)
    return of_due(DueIn.TODAY, now)


def of_due(due: DueIn, now: datetime) -> Q:
    """By the clock that the row shows; one that stands is neither late nor soon."""
    if due is DueIn.UNKNOWN:
        return Q(closed_at=None, next_due_at__gte=UNKNOWN)
    runs = Q(closed_at=None, clock_stands=False)
    if due is DueIn.LATE:
        return runs & Q(next_due_at__lt=now)
    if due is DueIn.SOON:
        return runs & Q(next_soon_at__lte=now, next_due_at__gte=now)
    return runs & Q(next_due_at__gte=now, next_due_at__lt=end_of_day(now))
