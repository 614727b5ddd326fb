"""Backup and restore: every row of every table comes back, and a broken file replaces nothing."""
from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from psycopg import sql

from liandong.config import embedded
from liandong.config.paths import VAR, socket_folder
from tests import conftest

SRC = conftest.SRC


def cli(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LIANDONG_DBNAME": name, "PYTHONPATH": str(SRC)}
    return subprocess.run([sys.executable, "-m", "liandong.cli", *arguments], env=env, capture_output=True, text=True,
                          check=False)


def rows(name: str) -> int:
    with embedded.superuser(name) as inside:
        found = inside.execute("select count(*) from districts_district").fetchone()
        return int(found[0]) if found else -1


@pytest.fixture
def name() -> Iterator[str]:
    """A migrated database with two districts in it, dropped with all that a restore set aside."""
    conftest.start()
    own = f"backup_{os.getpid()}"
    conftest.copy(conftest.base(), own)
    with embedded.superuser(own) as inside:
        inside.execute("insert into districts_district (id, name, code, is_demo) values (1, '越城区', '', false), "
                       "(2, '邻区', '', false)")
    yield own
    with embedded.superuser() as admin:
        found = admin.execute("select datname from pg_database where starts_with(datname, %s)", [own]).fetchall()
        for (each,) in found:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(str(each))))


def test_what_was_lost_comes_back_and_the_present_is_set_aside(name: str, tmp_path: Path) -> None:
    file = tmp_path / "liandong.backup"
    done = cli(name, "backup", str(file))
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o077 == 0
    with embedded.superuser(name) as inside:
        inside.execute("delete from districts_district where id = 2")
    assert rows(name) == 1
    done = cli(name, "restore", "--yes", str(file))
    assert done.returncode == 0, done.stderr
    assert rows(name) == 2
    with embedded.superuser(name) as inside:
        walls = inside.execute("select count(*) from pg_class where relforcerowsecurity").fetchone()
        assert walls is not None
        assert walls[0] > 10
    with embedded.superuser() as admin:
        aside = admin.execute("select count(*) from pg_database where starts_with(datname, %s)", [f"{name}_until_"])
        assert aside.fetchone() == (1,)


def test_a_file_that_is_no_backup_replaces_nothing(name: str, tmp_path: Path) -> None:
    file = tmp_path / "no.backup"
    file.write_bytes(b"nothing of ours")
    done = cli(name, "restore", "--yes", str(file))
    assert done.returncode == 1
    assert "not a backup of ours" in done.stderr
    assert rows(name) == 2


def test_a_backup_with_rows_missing_replaces_nothing(name: str, tmp_path: Path) -> None:
    file, cut = tmp_path / "whole.backup", tmp_path / "cut.backup"
    assert cli(name, "backup", str(file)).returncode == 0
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(cut, "w") as less:
        less.writestr("database.dump", whole.read("database.dump"))
        less.writestr("manifest.json", whole.read("manifest.json").replace(b'"public.districts_district": 2',
                                                                           b'"public.districts_district": 3'))
    done = cli(name, "restore", "--yes", str(cut))
    assert done.returncode == 1
    assert "public.districts_district" in done.stderr
    assert rows(name) == 2


def test_check_says_that_a_superuser_may_not_serve(name: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(SRC), "DATABASE_URL":
           f"postgresql://postgres:{(VAR / 'keys' / 'postgres').read_text()}@/{name}?host={socket_folder()}"}
    done = subprocess.run([sys.executable, "-m", "liandong.cli", "check"], env=env, capture_output=True, text=True,
                          check=False)
    assert done.returncode == 1
    assert "it is a superuser" in done.stdout


def test_check_finds_nothing_wrong_with_a_migrated_database(name: str) -> None:
    done = cli(name, "check")
    assert done.returncode == 0, done.stdout
