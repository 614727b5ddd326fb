"""The register of the demo district: places, organisations, people, calendar and catalogue, by the services."""
from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from liandong.calendars.services import load_year
from liandong.demo.accounts import PASSWORD
from liandong.demo.compounds import compounds
from liandong.demo.organisations import by_key
from liandong.demo.people import PersonSeed, people
from liandong.demo.years import invented_year
from liandong.duties.services import import_duties
from liandong.kernel.state_days import state_days
from liandong.orgs.models import Organisation
from liandong.orgs.services import add_organisations
from liandong.people.access import IMPORT
from liandong.people.services import NewPerson, NewPost, add_people
from liandong.places.models import Division
from liandong.places.rows import DivisionRow
from liandong.places.services import add_compounds, import_divisions
from liandong.tables import Report

INVENTED = "演示用虚构小区和网格"
CATALOGUE = "基层治理权责清单（演示）"


def add_places(now: datetime) -> None:
    """The real divisions as shipped, and the invented compounds and grids below them."""
    _clean(import_divisions(by=None, now=now))
    add_compounds([DivisionRow(seed.code, seed.name, seed.kind, is_invented=seed.invented) for seed in compounds()],
                  by=None, now=now, source=INVENTED)


def add_bodies(now: datetime) -> None:
    """Every organisation, the communities' own offices included."""
    add_organisations(by_key().values(), by=None, now=now)


def add_staff(since: date, now: datetime) -> None:
    """All accounts with the demo's password, each appointed since a day."""
    bodies = {body.key: body for body in Organisation.objects.select_related("serves")}
    places = {place.code: place for place in Division.objects.filter(code__in={person.area for person in people()})}
    add_people([_person(seed, bodies[seed.organisation], places[seed.area], since) for seed in people()],
               by=IMPORT, now=now)


def _person(seed: PersonSeed, body: Organisation, area: Division, since: date) -> NewPerson:
    smaller = area if area.code != body.serves.code else None
    return NewPerson(seed.login, seed.name, (NewPost(seed.role, body, since, area=smaller),), password=PASSWORD)


def add_catalogue(since: date, now: datetime) -> None:
    """The shipped matters, in force from the first day of the year in which the demo begins."""
    _clean(import_duties(effective_on=date(since.year, 1, 1), name=CATALOGUE, by=None, now=now))


def add_years(now: datetime) -> None:
    """The years that the state's calendar does not have yet, up to the one after this: invented, and marked so."""
    for year in range(max(state_days()) + 1, localdate(now).year + 2):
        made = invented_year(year)
        load_year(year, holidays=made.holidays, makeup_days=made.makeup_days, source="演示年历，不是国务院办公厅的通知",
                  is_demo=True, by=None, now=now)


def _clean(report: Report) -> None:
    """A shipped file with a fault is a mistake of ours."""
    if not report.is_clean:
        first = report.problems[0]
        raise ValueError(f"row {first.row}, {first.column}: {first.sentence}")
