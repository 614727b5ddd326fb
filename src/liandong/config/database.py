"""Which database, and as whom: the embedded one, or a real server by DATABASE_URL. Roles: trust.md 3."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from liandong.config import embedded, keys
from liandong.config.paths import KEYS, socket_folder

APP, MIGRATE = "liandong_app", "liandong_migrate"
NAME = "liandong"
HERE = Path(__file__).parent
POOL_SIZE = int(os.environ.get("LIANDONG_POOL", "4"))


def is_real_server() -> bool:
    """Whether DATABASE_URL names a server that is not ours to start."""
    return bool(os.environ.get("DATABASE_URL"))


def settings() -> dict[str, Any]:
    """Django's DATABASES["default"].

    The application signs in as `liandong_app`; only the migrating commands (LIANDONG_ROLE=migrate) sign in as
    `liandong_migrate` and act as the owner.
    """
    migrating = os.environ.get("LIANDONG_ROLE") == "migrate"
    role = MIGRATE if migrating else APP
    where = _from_url(os.environ["DATABASE_URL"]) if is_real_server() else {
        "HOST": str(socket_folder()), "NAME": os.environ.get("LIANDONG_DBNAME", NAME)}
    if migrating or not where.get("USER"):
        where["USER"], where["PASSWORD"] = role, _password(role)
    options: dict[str, Any] = where.pop("OPTIONS", {})
    if migrating:
        options["assume_role"] = "liandong_owner"
    else:
        options["pool"] = {"min_size": 1, "max_size": POOL_SIZE, "timeout": 10}
        options["server_side_binding"] = True
        options["prepare_threshold"] = 5
    return {"ENGINE": "liandong.districts.backend", "OPTIONS": options, "CONN_HEALTH_CHECKS": True, **where}


def _password(role: str) -> str:
    """A role's password. Of our own server it may be asked for before the server is made: then it is made now."""
    if is_real_server() and not (KEYS / role).exists():
        return ""
    return keys.own(role)


def _from_url(url: str) -> dict[str, Any]:
    if urlsplit(url).scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL begins with postgresql://")
    given = {name: str(value) for name, value in psycopg.conninfo.conninfo_to_dict(url).items() if value is not None}
    named = {"HOST": "host", "PORT": "port", "NAME": "dbname", "USER": "user", "PASSWORD": "password"}
    found: dict[str, Any] = {ours: given.pop(theirs, "") for ours, theirs in named.items()}
    found["NAME"] = found["NAME"] or NAME
    return {**found, "OPTIONS": given} if given else found  # sslmode and its like: what the address asks for holds


def prepare_embedded() -> None:
    """Start the embedded server and make what only its administrator may make."""
    embedded.start()
    with embedded.superuser() as admin:
        prepare_cluster(admin)
        prepare_database(admin, embedded.superuser, NAME)


def prepare_real(admin_url: str) -> None:
    """`liandong setup-database`: roles, schemas and ledger on a real server. The address is used and not stored."""
    at = psycopg.conninfo.conninfo_to_dict(admin_url)
    name = _from_url(os.environ["DATABASE_URL"])["NAME"] if is_real_server() else NAME

    def connect(dbname: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(**{**at, "dbname": dbname}, autocommit=True)  # type: ignore[arg-type]  # conninfo values

    with psycopg.connect(admin_url, autocommit=True) as admin:
        if admin.info.server_version < 150000:
            raise SystemExit("PostgreSQL 15 or newer is needed")
        prepare_cluster(admin)
        prepare_database(admin, connect, name)


def prepare_cluster(admin: psycopg.Connection[tuple[Any, ...]]) -> None:
    """The roles, and fresh passwords for those that sign in. Can be repeated: a known password stays."""
    admin.execute((HERE / "roles.sql").read_bytes())
    for role in (APP, MIGRATE):
        admin.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(keys.own(role))))


def prepare_database(admin: psycopg.Connection[tuple[Any, ...]], connect: Any, name: str) -> None:
    """A database with its schemas, default privileges and ledger. Can be repeated."""
    if not admin.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        create_empty(admin, name)
    with connect(name) as inside:
        if not inside.execute("select 1 from pg_namespace where nspname = 'ledger'").fetchone():
            with inside.transaction():
                inside.execute((HERE / "bootstrap.sql").read_bytes())


def create_empty(admin: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    """An empty database of ours that nobody else may enter."""
    admin.execute(sql.SQL("create database {} template template0 encoding 'UTF8' owner liandong_owner").format(
        sql.Identifier(name)))
    admin.execute(sql.SQL("revoke all on database {0} from public; grant connect, temporary on database {0} "
                          "to liandong_app, liandong_migrate").format(sql.Identifier(name)))
