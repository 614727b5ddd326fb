"""A test database is a copy of a migrated one; tests run as liandong_app, only the copying as the administrator."""
from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Here and not in pyproject.toml: pytest-django would read the settings before the profile is set
os.environ["DJANGO_SETTINGS_MODULE"] = "liandong.config.settings"
os.environ["LIANDONG_PROFILE"] = "test"
os.environ.setdefault("LIANDONG_VAR", str(ROOT / "var" / "test"))
os.environ.setdefault("LIANDONG_POOL", "8")

import django  # noqa: E402  the environment comes first

django.setup()

import pytest  # noqa: E402  after the setup
from django.db import connection, connections  # noqa: E402  after the setup
from django.test import TransactionTestCase  # noqa: E402  after the setup
from psycopg import sql  # noqa: E402  after the setup

from liandong.config import database, embedded  # noqa: E402  after the setup
from liandong.files import storing  # noqa: E402  after the setup

SRC = ROOT / "src"


@pytest.fixture(autouse=True, scope="session")
def _files_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests attach lies in a folder of their own."""
    storing.ROOT = tmp_path_factory.mktemp("files")


def _fingerprint() -> str:
    """Changes whenever a migration, an SQL file or an operation does."""
    digest = hashlib.sha256()
    for file in sorted([*SRC.rglob("migrations/*.py"), *SRC.rglob("*.sql"), *SRC.rglob("operations.py")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:10]


def start() -> None:
    """The test server; its roles are made under the lock of `base`."""
    embedded.start(fsync=False)


def base() -> str:
    """The migrated database that all others are copied from; the first worker makes it."""
    name = f"base_{_fingerprint()}"
    with embedded.locked(), embedded.superuser() as admin:
        if not admin.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            making = f"making_{os.getpid()}"
            database.prepare_cluster(admin)
            database.prepare_database(admin, embedded.superuser, making)
            env = {**os.environ, "LIANDONG_DBNAME": making, "PYTHONPATH": str(SRC)}
            for command in (["migrate", "-v0", "--skip-checks"], ["createcachetable"]):
                subprocess.run([sys.executable, "-m", "liandong.manage", *command], env=env, check=True)
            admin.execute(sql.SQL("alter database {} rename to {}").format(
                sql.Identifier(making), sql.Identifier(name)))
    return name


def copy(template: str, name: str) -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # our backend is PostgreSQL's
    with embedded.superuser() as admin:
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        admin.execute(sql.SQL("create database {} template {} owner liandong_owner").format(
            sql.Identifier(name), sql.Identifier(template)))
        admin.execute(sql.SQL("grant connect, temporary on database {} to liandong_app, liandong_migrate").format(
            sql.Identifier(name)))


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: object) -> Iterator[None]:
    worker = getattr(request.config, "workerinput", {"workerid": "main"})["workerid"]
    start()
    template, name = base(), f"test_{os.getpid()}_{worker}"
    copy(template, name)
    connections["default"].settings_dict["NAME"] = name
    original = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # private, but the only door
    # Django's flush is a TRUNCATE, which the application may not do and the ledger refuses: a fresh copy instead
    TransactionTestCase._fixture_teardown = lambda self: copy(template, name)  # type: ignore[attr-defined]  # as above
    yield
    TransactionTestCase._fixture_teardown = original  # type: ignore[attr-defined]  # as above
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # as above
    with embedded.superuser() as admin:
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
