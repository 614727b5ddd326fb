"""Loading the demo: the district 越城区 with its people, and the matters of its last quarter.

Everything is one transaction: a load that was interrupted has left nothing, and the next start begins afresh. A
district that is there is complete. Source: issue 7, "Two commands".
"""
from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime, timedelta

import click
from django.db import transaction
from django.utils.timezone import localdate

from liandong.calendars.queries import working_calendar
from liandong.demo import population
from liandong.demo.cast import Cast
from liandong.demo.compounds import DISTRICT
from liandong.demo.playing import Player, events
from liandong.demo.progress import counted, step
from liandong.demo.stories import Story, stories
from liandong.districts.models import District
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.duties.queries import names_in_force
from liandong.ledger import services as ledger
from liandong.outbox import services as outbox
from liandong.places.models import Division

NUMBER, NAME = 1, "越城区"
QUARTER = timedelta(days=91)
COUNT = 600
UNREAD = timedelta(minutes=450)
"""Working time before the start: what is told from then on is on its way, and finds its readers' boxes unread."""


def load_if_missing(now: datetime) -> None:
    """Load the demo district up to this moment, unless it is there. Raises ClickException if the number is another's.

    Some 60 seconds; says what it does.
    """
    there = District.objects.filter(id=NUMBER).first()
    if there is None:
        load(now)
    elif not there.is_demo:
        raise click.ClickException(f"This database holds a real district ({there.name}): the demo needs one of its "
                                   "own. Name another by DATABASE_URL.")


def load(now: datetime, *, count: int = COUNT) -> None:
    """Make the district with `count` stories received within the quarter before `now`, all or nothing."""
    end = now.replace(second=0, microsecond=0)
    start = end - QUARTER
    with transaction.atomic(durable=True), ledger.loading("demo"):
        create_district(NUMBER, NAME, code=DISTRICT, is_demo=True)
        with scope(NUMBER):
            _populate(start)
        with scope(NUMBER):  # a scope of its own: one that changed the calendar reads it anew for every act
            with step("Inventing the matters of a quarter"):
                told = stories(calendar=working_calendar(), start=localdate(start), end=end, count=count)
            _play(told, start, end)


def _populate(start: datetime) -> None:
    since = localdate(start).replace(month=1, day=1)
    with step("Places, organisations, people, calendar, catalogue"):
        population.add_places(start)
        population.add_bodies(start)
        population.add_staff(since, start)
        population.add_years(start)
        population.add_catalogue(since, start)


def _play(told: list[Story], start: datetime, end: datetime) -> None:
    calendar = working_calendar()
    fresh = calendar.add(end, -UNREAD)
    player = Player(told, Cast(localdate(end)), {code: item for item, code, _ in names_in_force(localdate(start))},
                    dict(Division.objects.values_list("code", "id")))
    with ExitStack() as told_long_ago:
        told_long_ago.enter_context(outbox.loading())
        for event in counted("Letting them happen", events(told, calendar, start, end)):
            if event.at >= fresh:
                told_long_ago.close()
            player.play(event)
    player.check()
