"""`liandong import`: a district's divisions, organisations, people, catalogue and matters from files.

All or nothing: what is wrong is told by row and column, nothing is written, and the exit status is 1.
"""
from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from liandong.config import database
from liandong.config.paths import VAR

if TYPE_CHECKING:
    from liandong.tables import Report

MOST_PROBLEMS = 100
"""Problems shown; a file that is wrong throughout need not fill the screen."""
R = TypeVar("R", bound="Report")
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
DISTRICT = click.option("--district", "number", default=1, show_default=True, type=click.IntRange(1, 32767),
                        help="The district's number.")
PASSWORDS = click.option("--passwords", type=click.Path(path_type=Path),
                         help="Where first passwords are written, for you alone (0600); a new file in var/ otherwise.")


def prepare() -> None:
    """Django, and the embedded database if there is no other."""
    import django

    if not database.is_real_server() and os.environ.get("LIANDONG_PROFILE") != "test":
        database.prepare_embedded()
    django.setup()


def shown(sentence: object) -> str:
    """A sentence in English, as all that an operator reads."""
    from django.utils import translation

    from liandong.screens.words import translate

    with translation.override("en"):
        return translate(sentence)


def bring_in(number: int, do: Callable[[datetime], R], *, new: str = "") -> R:
    """Do an import inside a district's scope, tell what it did, and end with 1 if it did nothing."""
    from liandong.districts.models import District
    from liandong.districts.scope import scope
    from liandong.districts.services import create_district
    from liandong.ledger.services import loading

    def inside(now: datetime) -> R:
        from django.db import transaction

        with transaction.atomic(), loading("import"):
            if not District.objects.filter(id=number).exists():
                if not new:
                    raise click.ClickException(f"There is no district {number}. Make it with its divisions: liandong "
                                               f"import divisions FILE --district {number} --new NAME")
                create_district(number, new)
            with scope(number):
                report = do(now)
            if not report.is_clean:
                transaction.set_rollback(True)
            return report

    return tell(inside)


def tell(do: Callable[[datetime], R]) -> R:
    """Run it; print the report; leave with 1 where something is wrong."""
    from django.db import OperationalError, ProgrammingError
    from django.utils import timezone

    from liandong.kernel.errors import Refused

    try:
        report = do(timezone.now())
    except Refused as refused:
        for where, sentence in getattr(refused, "fields", {}).items():
            click.echo(f"{where}: {shown(sentence)}", err=True)
        raise click.ClickException(f"{shown(refused.sentence)} Nothing was written.") from refused
    except OperationalError as error:
        raise click.ClickException(f"The database does not answer: {error}") from error
    except ProgrammingError as error:
        raise click.ClickException(f"The tables are not up to date, run `liandong migrate`: {error}") from error
    for line in lines_of(report):
        click.echo(line, err=not report.is_clean)
    if not report.is_clean:
        sys.exit(1)
    return report


def lines_of(report: Report) -> Iterator[str]:
    """A report as lines: problems by row and column, or notes and counts."""
    if not report.is_clean:
        for one in sorted(report.problems, key=lambda each: each.row)[:MOST_PROBLEMS]:
            where = f"row {one.row}" if one.row else "file"
            yield f"{where}{', ' + one.column if one.column else ''}: {shown(one.sentence)}"
        if (more := len(report.problems) - MOST_PROBLEMS) > 0:
            yield f"… and {more} more"
        yield f"{len(report.problems)} problem(s). Nothing was written."
        return
    for note in report.notes:
        yield shown(note)
    yield "; ".join(f"{word}: {n}" for word, n in report.counts.items()) or "Nothing to bring in."


@contextmanager
def passwords_file(path: Path | None) -> Iterator[Callable[[Sequence[Sequence[str]]], None]]:
    """A file for first passwords that nobody else can read, made before anything is written to the database.

    It must not exist yet; one that stays empty is taken away again.
    """
    target = path or VAR / f"first-passwords-{datetime.now():%Y%m%d-%H%M%S-%f}.csv"
    written = False
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise click.ClickException(f"{target} cannot be made ({error.strerror}): name a new file by --passwords."
                                   ) from error
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:

        def write(rows: Sequence[Sequence[str]]) -> None:
            nonlocal written
            if rows:
                csv.writer(file).writerows([["login", "name", "first password"], *rows])
                written = True

        try:
            yield write
        finally:
            if not written:
                target.unlink()
    if written:
        click.echo(f"First passwords: {target} (readable by you alone; hand them out, then delete it)")


@click.group("import")
def imports() -> None:
    """Bring in a file: .csv, .csv.gz or .xlsx. All of it, or with a wrong value nothing."""


@imports.command()
@FILE
@DISTRICT
@click.option("--new", default="", help="Make the district, of this name, if there is none of the number.")
@click.option("--source", default="", help="Where the codes come from; kept with the places.")
def divisions(file: Path, number: int, new: str, source: str) -> None:
    """Streets and communities with their codes."""
    prepare()
    from liandong.places.services import import_divisions

    bring_in(number, lambda now: import_divisions(file, by=None, now=now, source=source or file.name), new=new)


@imports.command()
@FILE
@DISTRICT
def organisations(file: Path, number: int) -> None:
    """Offices, departments, enterprises, units."""
    prepare()
    from liandong.orgs.services import import_organisations

    bring_in(number, lambda now: import_organisations(file, by=None, now=now))


@imports.command()
@FILE
@DISTRICT
@PASSWORDS
def people(file: Path, number: int, passwords: Path | None) -> None:
    """Accounts and appointments; first passwords go into a file."""
    prepare()
    from liandong.people.access import IMPORT
    from liandong.people.imports import PeopleReport, import_people

    with passwords_file(passwords) as write:

        def do(now: datetime) -> PeopleReport:
            report = import_people(file, by=IMPORT, now=now)
            write(report.passwords)
            return report

        bring_in(number, do)


@imports.command()
@FILE
@DISTRICT
@click.option("--from", "effective_on", type=click.DateTime(["%Y-%m-%d"]),
              help="The day it takes effect; today otherwise.")
@click.option("--name", default="", help="The version's name.")
def duties(file: Path, number: int, effective_on: datetime | None, name: str) -> None:
    """A new version of the duty catalogue."""
    prepare()
    from django.utils.timezone import localdate

    from liandong.duties.services import import_duties

    def do(now: datetime) -> Report:
        day = effective_on.date() if effective_on else localdate(now)
        return import_duties(file, effective_on=day, name=name or file.name[:60], by=None, now=now)

    bring_in(number, do)


@imports.command()
@FILE
@click.option("--map", "map_name", required=True,
              help="A map of the file's columns (TOML), or a shipped one: pingshan.")
@click.option("--district", "number", type=click.IntRange(1, 32767), help="The district's number; the map's otherwise.")
@click.option("--dispatcher", "dispatchers", multiple=True, metavar="LOGIN[:STREET]",
              help="Make an account for the desk of a street; of the busiest if none is named. Can be repeated.")
@PASSWORDS
def issues(file: Path, map_name: str, number: int | None, dispatchers: tuple[str, ...], passwords: Path | None) -> None:
    """Matters of another system, with a district made from the file if it is missing."""
    prepare()
    from liandong.issues.imports import import_issues, read_map
    from liandong.issues.imports.services import Dispatcher

    wanted = [Dispatcher(login, street) for login, _, street in (one.partition(":") for one in dispatchers)]

    def do(now: datetime) -> Report:
        return import_issues(file, read_map(Path(map_name)), now=now, district=number, dispatchers=wanted, keep=write)

    with passwords_file(passwords) as write:
        tell(do)


COMMANDS = [imports]
