"""The district that is measured: 越城区 with all its streets, 100,000 matters, fifty people of different offices.

Rows are written in bulk here, not by the services: what is measured is reading them, and single creates.
"""
from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
os.environ.setdefault("LIANDONG_PROFILE", "demo")
os.environ["LIANDONG_VAR"] = str(ROOT / "var" / "bench")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandong.config.settings")
os.environ.setdefault("LIANDONG_LOG_LEVEL", "ERROR")

DISTRICT, MATTERS, PEOPLE, SEED = 1, 100_000, 50, 7
OPEN_SHARE = 0.2
WORDS = ("小区南门夜间停车堵住消防通道", "楼道堆放杂物多日没人清理", "路灯不亮已经三天", "楼上装修晚上十点还在敲墙",
         "垃圾桶满了没有清运", "窨井盖松动车辆经过有响声", "电梯停运两天老人下不了楼", "沿街店铺油烟直排到居民窗口")


@dataclass(frozen=True)
class Reader:
    """Somebody signed in: the cookie, the street one sees, and matters one may open."""

    cookie: str
    street: str
    street_name: str
    numbers: tuple[str, ...]


def prepare() -> None:
    """The database of the benchmark, made once and kept until its shape changes."""
    from liandong.cli.demo import fingerprint
    from liandong.config import database

    database.prepare_embedded()
    stamp = ROOT / "var" / "bench" / "stamp"
    wanted = f"{fingerprint()} {MATTERS}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    env = {**os.environ, "LIANDONG_ROLE": "migrate"}
    for command in (["migrate", "-v0"], ["createcachetable"]):
        subprocess.run([sys.executable, "-m", "liandong.manage", *command], env=env, check=True)
    subprocess.run([sys.executable, "-m", "liandong.manage", "collectstatic", "--noinput", "-v0"], check=True)
    _fill()
    stamp.write_text(wanted)


def _fill() -> None:
    import django

    django.setup()
    from django.utils import timezone

    from liandong.districts.models import District
    from liandong.districts.scope import scope
    from liandong.districts.services import create_district
    from liandong.duties.services import import_duties
    from liandong.orgs.services import communities_from_divisions, desks_from_divisions
    from liandong.places.services import import_divisions

    if District.objects.filter(id=DISTRICT).exists():
        raise SystemExit("the benchmark's database has another shape: delete var/bench and run again")
    now = timezone.now()
    create_district(DISTRICT, "越城区", code="330602", is_demo=True)
    with scope(DISTRICT):
        import_divisions(by=None, now=now)
        desks_from_divisions(by=None, now=now)
        communities_from_divisions(by=None, now=now)
        import_duties(effective_on=date(now.year, 1, 1), name="权责清单", by=None, now=now)
        _write_matters(now)
        _write_people()
    from liandong.config import database, embedded

    with embedded.superuser(database.NAME) as admin:
        admin.execute("vacuum analyze")  # as autovacuum leaves a database that has run for a day


def _write_matters(now: datetime) -> None:
    from liandong.issues.grams import grams_of
    from liandong.issues.models import Clock, Entry, Issue
    from liandong.orgs.models import Organisation
    from liandong.orgs.terms import OrgKind
    from liandong.places.models import Division
    from liandong.places.terms import PlaceKind

    dice = random.Random(SEED)
    communities = list(Division.objects.filter(kind=PlaceKind.COMMUNITY.value).order_by("code"))
    desks = {one.serves.code: one for one in Organisation.objects.filter(kind=OrgKind.STREET_DESK.value)
             .select_related("serves")}
    block = 2000
    for start in range(0, MATTERS, block):
        matters, clocks, entries = [], [], []
        for n in range(start, start + block):
            place = dice.choice(communities)
            desk = desks[place.code[:9]]
            is_open = dice.random() < OPEN_SHARE
            received = now - timedelta(minutes=dice.randrange(90 * 24 * 60))
            due = received + timedelta(days=dice.randrange(1, 30))
            title = f"{place.name}{dice.choice(WORDS)}"
            text = f"{title}。" + "，".join(dice.sample(WORDS, 3)) + "。请尽快处理。"
            issue = Issue(
                number=f"{received:%y%m%d}-{n:05d}", title=title[:60], text=text, channel="phone", urgency="ordinary",
                size="general", state="received" if is_open else "closed", end="" if is_open else "solved",
                place=place, place_code=place.code, street_code=place.code[:9], community_code=place.code,
                address=f"{dice.randrange(1, 60)} 幢", first=desk, desk=desk, received_at=received,
                closed_at=None if is_open else min(now, due), next_clock="triage" if is_open else "",
                next_due_at=due, next_soon_at=due - timedelta(hours=8),
                grams=grams_of(DISTRICT, title, text, ""))
            matters.append(issue)
            clocks.append(Clock(issue=issue, kind="triage", amount=1, unit="same_day", started_at=received, due_at=due,
                                ended_at=None if is_open else due, was_met=None if is_open else True))
            entries.append(Entry(issue=issue, version=1, act="receive", to_state="received", by_part="staff",
                                 organisation=desk, happened_at=received))
        Issue.objects.bulk_create(matters, batch_size=1000)
        Clock.objects.bulk_create(clocks, batch_size=1000)
        Entry.objects.bulk_create(entries, batch_size=1000)
        print(f"\r  {start + block:,} matters", end="", flush=True)
    print()


def _write_people() -> None:
    from liandong.orgs.models import Organisation
    from liandong.orgs.terms import OrgKind
    from liandong.people.models import Account, Appointment

    desks = list(Organisation.objects.filter(kind=OrgKind.STREET_DESK.value).order_by("key"))
    for n in range(PEOPLE):
        account = Account.objects.create_user(f"bench-{n:02d}", None, name=f"第{n}人")
        Appointment.objects.create(account=account, role="dispatcher", organisation=desks[n % len(desks)],
                                   since=date(2026, 1, 1))


def readers() -> list[Reader]:
    """Fifty people signed in just now."""
    from django.conf import settings
    from django.test import Client

    from liandong.districts.scope import scope
    from liandong.issues.models import Issue
    from liandong.people.models import Account, Appointment

    found = []
    for account in Account.objects.filter(username__startswith="bench-").order_by("username"):
        client = Client()
        client.force_login(account)
        with scope(DISTRICT):
            post = Appointment.objects.select_related("organisation__serves").get(account=account)
            street = post.organisation.serves
            numbers = Issue.objects.filter(street_code=street.code).values_list("number", flat=True)[:40]
            found.append(Reader(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}",
                                street.code, street.name, tuple(numbers)))
    return found
