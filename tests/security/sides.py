"""Two districts at work, in one database: one's own, and a foreign one whose every text is a canary.

Everything that a person of the foreign district typed holds CANARY; its codes, numbers, telephone and ids are known
too. No page of the own district may ever hold one of these, and the foreign district's own people see them.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.utils import timezone

from liandong.calendars.models import CalendarDay
from liandong.districts.models import DistrictModel
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.duties import services as duties
from liandong.duties.models import Item
from liandong.files.checking import Checked
from liandong.files.models import File
from liandong.files.terms import Kind
from liandong.issues.links import make_link
from liandong.issues.models import Issue
from liandong.issues.orders import services as order_services
from liandong.issues.orders.models import Order, OrderFile
from liandong.issues.terms import Solved
from liandong.outbox.models import Delivery, InboxItem, Message
from liandong.outbox.services import loading
from liandong.people.models import Account, Appointment
from liandong.people.terms import Role
from tests.duties import factories as duty_rows
from tests.issues.factories import NO, POSTS, SINCE, START, World, employ, received
from tests.issues.orders.files import csv_file, named, order
from tests.orgs import factories as body_rows
from tests.orgs.factories import Small, small_register
from tests.places import factories as place_rows

CANARY = "鹈鹕岭"
TYPED = "鹈鹕"
"""What is searched for: the page echoes it, and the canary's third character would still betray a row."""
PHONE, MASKED_PHONE = "13977770088", "139****88"
OWN_CODE, FOREIGN_CODE = "330602", "990603"
FIRST_FOREIGN_NUMBER = 73001
PEOPLE: dict[str, tuple[Role, str]] = {
    **{name: post for name, post in POSTS.items() if name not in {"second_dispatcher", "colleague", "team"}},
    "catalogue": (Role.CATALOGUE, "coordination")}
NOBODY, NO_POST, EXPIRED = "nobody", "no_post", "expired"
ROLES = {role: next(name for name, (one, _) in PEOPLE.items() if one is role) for role in Role}
"""The person of each side who has a role at the first street or community."""
_PASSWORD = make_password("stone lantern seven rivers")
UNKNOWN = {"account": "987654", "number": "261124-99998"}


@dataclass
class Side:
    """One district: its people with their browsers, and the ids that stand in addresses."""

    district: int
    world: World
    browsers: dict[str, Client] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    matters: dict[str, Issue] = field(default_factory=dict)

    def browser(self, who: Role | str) -> Client:
        """The browser of whoever has a role, or of one of the three who have none."""
        return self.browsers[ROLES[who] if isinstance(who, Role) else who]


    def refresh(self) -> None:
        """Every browser forgets what the last test left in it, but for the sign-in."""
        for client in self.browsers.values():
            for name in set(client.cookies) - {settings.SESSION_COOKIE_NAME}:
                del client.cookies[name]


def nowhere(side: Side) -> dict[str, str]:
    """Ids of the same shape as a side's that never were."""
    return {name: _never(name, value) for name, value in side.ids.items()}


def _never(name: str, value: str) -> str:
    if name in {"account", "colleague"}:
        return UNKNOWN["account"]
    if name in side_states():
        return UNKNOWN["number"]
    if name in {"place", "street", "code"}:
        return {"place": "880604002045X01", "street": "880604002", "code": "ZZ016"}[name]
    return "never-a-token-of-ours" if name == "token" else str(uuid4())


def side_states() -> tuple[str, ...]:
    """The states in which a side holds a matter each."""
    return ("received", "assigned", "handling", "asking", "answered", "in_review", "sent_back")


# ── the foreign rows ──

def _foreign(code: str) -> str:
    return code.replace(OWN_CODE, FOREIGN_CODE)


@contextmanager
def foreign_rows() -> Iterator[None]:
    """The small district's factories write canaries: other codes, other names."""
    places = [dataclasses.replace(row, code=_foreign(row.code), name=CANARY + row.name) for row in place_rows.ROWS]
    bodies = [dataclasses.replace(
        row, serves_code=_foreign(row.serves_code), name=CANARY + row.name,
        short_name=CANARY + row.short_name if row.short_name else "", also=(row.name, *row.also),
        areas=tuple(map(_foreign, row.areas)),
        contacts=tuple(dataclasses.replace(one, name=CANARY, phone=PHONE) for one in row.contacts),
        premises=tuple((CANARY + name, CANARY + where) for name, where in row.premises)) for row in body_rows.ROWS]
    with patch.object(place_rows, "ROWS", places), patch.object(body_rows, "ROWS", bodies):
        yield


def _catalogue(small: Small, mark: str) -> duty_rows.Catalogue:
    """The small catalogue, its items known to tests by their plain codes."""
    prefix = "P" if mark else ""
    rows = [dataclasses.replace(row, code=prefix + row.code, name=mark + row.name, department_does=mark,
                                street_does=mark, basis=mark, classes=tuple(mark + one for one in row.classes))
            for row in duty_rows.ROWS]
    version = duties.load_catalogue(rows, effective_on=date(2026, 1, 1), name=f"{mark}权责清单", by=None, now=START)
    found = {one.code.removeprefix(prefix): one for one in Item.objects.filter(version=version) if one.code}
    return duty_rows.Catalogue(small, version, found)


# ── a district at work ──

def make_side(number: int, *, foreign: bool) -> Side:
    """A district with people, matters in seven states, messages, a day of its own, and links."""
    mark = CANARY if foreign else ""
    with scope(create_district(number, f"{mark}区").id):
        if foreign:
            with foreign_rows():
                small = small_register()
            with connection.cursor() as c:
                c.execute(f"alter sequence numbers.issue_{number:d} restart with {FIRST_FOREIGN_NUMBER}")
        else:
            small = small_register()
        side = Side(number, World(_catalogue(small, mark)))
        _people(side, "pelican-" if foreign else "own-", mark)
        with loading():
            _matters(side, mark)
            orders = _orders(side, mark)
        _ids(side, mark)
        side.ids |= orders
    _browsers(side)
    return side


def _people(side: Side, prefix: str, mark: str) -> None:
    for name, (role, key) in PEOPLE.items():
        login = prefix + name.replace("_", "-")
        Account.objects.create(username=login, name=f"{mark}某{role.label}", password=_PASSWORD,
                               email=f"{login}@example.org")
        side.world.actors[name] = employ(login, role, side.world.office(key))
    yesterday = timezone.localdate() - timedelta(days=1)
    for name in (NO_POST, EXPIRED):
        Account.objects.create(username=prefix + name.replace("_", "-"), name=f"{mark}某{name}", password=_PASSWORD)
    Appointment.objects.create(account=Account.objects.get(username=f"{prefix}expired"), role=Role.DISPATCHER.value,
                               organisation=side.world.office("desk-330602002"), since=SINCE, until=yesterday)


def _matters(side: Side, mark: str) -> None:
    world, say = side.world, mark or "电梯"
    for name in side_states():
        issue = received(world, title=f"{say}要修", text=f"{say}老是坏，没有人管。", address=f"{say}东门",
                         reporter_name=f"{say[:3]}人", reporter_phone=PHONE if mark else "13812345678")
        side.matters[name] = _bring(world, issue, name, say)


def _bring(world: World, issue: Issue, state: str, say: str) -> Issue:
    """To a state, by the services, with the district's words in every text."""
    if state == "received":
        return issue
    issue = world.do("assign", issue, world.dispatcher, owner_id=world.urban, item_id=world.item("GL016"))
    if state == "assigned":
        return issue
    if state == "sent_back":
        return world.do("send_back", issue, world.officer, item_id=world.item("CJ018"), reason=say,
                        proposed_id=world.office("dept-law").id)
    issue = world.do("accept", issue, world.officer)
    files = [Checked(f"{say}.pdf", Kind.PDF, ".pdf", f"%PDF- {say}".encode())] if state == "handling" else []
    issue = world.do("note", issue, world.officer, text=say, files=files)
    further: dict[str, tuple[str, dict[str, Any]]] = {
        "asking": ("ask_resident", {"text": say}),
        "answered": ("answer", {"claim": Solved.SOLVED, "found": say, "done": say, "duty": say, "next": say}),
        "in_review": ("answer_no", {**NO, "reason": say, "instead": say})}
    return world.do(further[state][0], issue, world.officer, **further[state][1]) if state in further else issue


def _orders(side: Side, mark: str) -> dict[str, str]:
    """A file of orders on its way, and an order that both sides changed."""
    world, say, sender = side.world, mark or "电梯", f"{mark}热线"

    def brought(*texts: str) -> OrderFile:
        rows = [order(f"{number}", text, 街道名="", 居村委名="", 诉求地址=say, 反映人=say)
                for number, text in enumerate(texts)]
        file = order_services.upload(csv_file(rows, name=f"{mark}工单.csv"), sender, by=world.dispatcher,
                                     now=START).file
        return file if file.columns else named(file.id, world.dispatcher)

    order_services.confirm(brought(f"{say}坏了").id, by=world.dispatcher, now=START)
    world.do("note", Issue.objects.get(sender=sender), world.dispatcher, text=say)
    order_services.confirm(brought(f"{say}坏了两天").id, by=world.dispatcher, now=START)
    return {"order": str(Order.objects.get().id), "file": str(brought(f"{say}坏了两天", f"{say}又坏了").id)}


def _ids(side: Side, mark: str) -> None:
    world = side.world
    account = Account.objects.get(username__in=["own-officer", "pelican-officer"],
                                  appointments__district=side.district)
    side.ids = {name: issue.number for name, issue in side.matters.items()}
    CalendarDay.objects.create(date=date(2026, 12, 12), is_working=True, name=f"{mark}调休日")
    message = Message.objects.create(recipient=account.id, what="issue.assigned", about=side.matters["assigned"].id,
                                     values=_values(side), created_at=START)
    dead = Delivery.objects.create(message=message, channel="mail", state="dead", attempts=5)
    inbox = InboxItem.objects.create(message=message, recipient=account.id, created_at=START)
    side.ids |= {
        "account": str(account.id), "appointment": str(Appointment.objects.get(account=account).id),
        "colleague": str(world.dispatcher.account_id),
        "organisation": str(world.urban), "item": str(world.item("GL016")), "delivery": str(dead.id),
        "inbox": str(inbox.id), "place": world.small.places.compound.code, "street": world.small.places.street.code,
        "code": world.catalogue.items["GL016"].code,
        "category": str(world.catalogue.items["GL016"].parent_id), "organisation_key": str(uuid4()),
        "token": make_link(side.matters["answered"], now=timezone.now()).token,
        "attachment": str(File.objects.get().id)}


def _values(side: Side) -> dict[str, str]:
    office = side.world.office("office-urban").name
    return {"number": side.matters["assigned"].number, "office": office, "due": "11月26日"}


def _browsers(side: Side) -> None:
    prefix = "pelican-" if side.district == 2 else "own-"
    for name in (*PEOPLE, NO_POST, EXPIRED):
        client = Client()
        client.force_login(Account.objects.get(username=prefix + name.replace("_", "-")))
        side.browsers[name] = client
    side.browsers[NOBODY] = Client()


# ── what must not be seen ──

def canaries(side: Side) -> frozenset[str]:
    """Every word that only the foreign district's rows hold: texts, numbers, codes, and the id of each row."""
    words = {CANARY, PHONE, MASKED_PHONE, FOREIGN_CODE, "pelican", *(side.ids[name] for name in side_states())}
    words.add(side.ids["code"])
    with scope(side.district):
        for model in business_models():
            words.update(str(one) for one in model._default_manager.values_list("pk", flat=True))
    return frozenset(words - {side.ids["token"]})


def business_models() -> Iterable[type[DistrictModel]]:
    """Every table with a district and an id of its own."""
    return [model for model in apps.get_models() if issubclass(model, DistrictModel)]
