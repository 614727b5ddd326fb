"""`liandong check`: configuration and integrity, in sentences."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

import click

Finding = str
WALLS = """
select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id'
 where c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in ('public', 'ledger')
   and c.relname <> 'issues_link' and not (c.relrowsecurity and c.relforcerowsecurity)"""
UNCHECKED = "select conrelid::regclass::text || '.' || conname from pg_constraint where not convalidated"


def _django_checks() -> Iterator[Finding]:
    from django.conf import settings
    from django.core.checks import WARNING, run_checks

    for found in run_checks(include_deployment_checks=settings.PRODUCTION):
        if found.level >= WARNING:
            yield f"{found.id}: {found.msg}"


def _role() -> Iterator[Finding]:
    from django.core.exceptions import ImproperlyConfigured

    from liandong.config.check import refuse_wrong_role

    try:
        refuse_wrong_role()
    except ImproperlyConfigured as wrong:
        yield str(wrong)


def _walls() -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as c:
        c.execute(WALLS)
        yield from (f"{table} has no row-level security" for (table,) in c.fetchall())
        c.execute(UNCHECKED)
        yield from (f"the constraint {name} was never checked against its rows" for (name,) in c.fetchall())


def _ledger() -> Iterator[Finding]:
    from django.db import connection

    from liandong.ledger.held import broken

    with connection.cursor() as c:
        yield from broken(c)


def _proxies() -> Iterator[Finding]:
    from django.conf import settings

    if settings.BEHIND_TLS_PROXY and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield ("LIANDONG_BEHIND_TLS_PROXY is set and LIANDONG_PROXIES is 0: everybody would seem to come from the "
               "proxy's address, and one person's wrong passwords would lock all out. Set LIANDONG_PROXIES to the "
               "number of proxies in front")


def _migrations() -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"the migration {migration} has not been made: run `liandong migrate`"


def _demo_key() -> Iterator[Finding]:
    from django.conf import settings

    if settings.PRODUCTION and not os.environ.get("LIANDONG_SECRET_KEY_FILE"):
        yield "LIANDONG_SECRET_KEY_FILE names no key file: the installation's own key is for the demo"


def _files() -> Iterator[Finding]:
    from datetime import UTC, datetime

    from liandong.districts.models import District
    from liandong.districts.scope import scope
    from liandong.files import services

    for district in District.objects.order_by("id").values_list("id", flat=True):
        with scope(district):
            for row in services.missing():
                yield f"the attachment {row.id} of district {district} is gone, or not whole: bring back a backup"
            for path in services.leftovers(datetime.now(UTC)):
                yield f"{path} belongs to no attachment: the worker removes such files every night; is it running?"


PARTS: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
    ("Django's own checks", _django_checks), ("the database role", _role), ("row-level security", _walls),
    ("the ledger", _ledger), ("the proxies", _proxies), ("the tables", _migrations), ("the secret key", _demo_key),
    ("the attachments", _files)]


@click.command("check")
def check() -> None:
    """Say what is wrong with this installation, if anything is; the exit status says the same."""
    import django

    django.setup()
    wrong = 0
    for name, part in PARTS:
        findings = list(part())
        wrong += len(findings)
        click.echo(f"{'✗' if findings else '✓'} {name}")
        for finding in findings:
            click.echo(f"    {finding}")
    sys.exit(1 if wrong else 0)


COMMANDS = [check]
