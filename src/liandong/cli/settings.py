"""`liandong settings` and `liandong set`: what a district may set, listed and changed."""
from __future__ import annotations

from collections.abc import Callable

import click

from liandong.cli.imports import DISTRICT, prepare, shown


def _in_district(number: int, do: Callable[[], None]) -> None:
    """Do it in the district's scope; what is refused ends with a sentence and 1."""
    from django.db import OperationalError, ProgrammingError

    from liandong.districts.models import District
    from liandong.districts.scope import scope
    from liandong.kernel.errors import Refused

    try:
        if not District.objects.filter(id=number).exists():
            raise click.ClickException(f"There is no district {number}.")
        with scope(number):
            do()
    except Refused as refused:
        wrong = [*getattr(refused, "fields", {}).values()] or [refused.sentence]
        raise click.ClickException(f"{' '.join(shown(one) for one in wrong)} Nothing was changed.") from refused
    except OperationalError as error:
        raise click.ClickException(f"The database does not answer: {error}") from error
    except ProgrammingError as error:
        raise click.ClickException(f"The tables are not up to date, run `liandong migrate`: {error}") from error


@click.command("settings")
@DISTRICT
def settings(number: int) -> None:
    """List the settings of a district: name, value, default, who says so."""
    prepare()
    from liandong.districts.setting_rules import as_typed
    from liandong.districts.settings import listed

    def do() -> None:
        for line in listed():
            value, default = as_typed(line.value), as_typed(line.default)
            mark = "*" if line.is_own and line.can_be_set else " "
            click.echo(f"{mark} {line.name} = {value or '-'}")
            click.echo(f"      default {default or '-'} ({line.source})"
                       + ("" if line.can_be_set else "; kept by the program, cannot be set"))

    _in_district(number, do)


@click.command("set")
@click.argument("name")
@click.argument("value", required=False)
@click.option("--default", "default", is_flag=True, help="Take the district's own value back.")
@DISTRICT
def set_(name: str, value: str | None, default: bool, number: int) -> None:
    """Set NAME to VALUE for a district: JSON, or words such as "2 working_days". `liandong settings` lists the names.

    What runs already keeps its date.
    """
    if (value is None) is not default:
        raise click.UsageError("Give a VALUE, or --default.")
    prepare()
    from django.utils import timezone

    from liandong.districts.setting_rules import as_typed, from_typed
    from liandong.districts.settings import read
    from liandong.people.district_settings import back_to_default, change

    def do() -> None:
        now = timezone.now()
        if value is None:
            done = back_to_default(name, by=None, role="operator", now=now)
        else:
            done = change(name, from_typed(value), by=None, role="operator", now=now)
        click.echo(f"{name} = {as_typed(read(name))}" + ("" if done else " (as before)"))

    _in_district(number, do)


COMMANDS = [settings, set_]
