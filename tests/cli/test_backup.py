"""Backup and restore: every row of every table comes back, and a broken file replaces nothing."""
from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg import sql

from liandong.config import embedded
from liandong.config.paths import VAR, socket_folder
from tests import conftest

SRC = conftest.SRC


def cli(name: str, *arguments: str, files: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A command on a database; attachments lie in a folder that is not there, unless another is named."""
    env = {**os.environ, "LIANDONG_DBNAME": name, "PYTHONPATH": str(SRC),
           "LIANDONG_FILES": str(files or Path(tempfile.gettempdir()) / f"liandong-none-{name}")}
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
    for folder in Path(tempfile.gettempdir()).glob(f"liandong-none-{own}*"):
        shutil.rmtree(folder)
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


# ── the attachments ──

DIGEST = hashlib.sha256(b"paper").hexdigest()
INSERT = """insert into files_file (id, district_id, subject_kind, subject, step, name, kind, suffix, size, digest,
            is_public, at) values (%s, 1, 'issue', gen_random_uuid(), 1, 'a.pdf', 'pdf', '.pdf', 5, %s, false, now())"""


@pytest.fixture
def attached(name: str, tmp_path: Path) -> Path:
    """An attachment, its bytes, and half a file that a crash left."""
    file = uuid4()
    with embedded.superuser(name) as inside:
        inside.execute(INSERT, [file, DIGEST])
    lies = tmp_path / "files" / "1" / DIGEST[:2] / f"{DIGEST}.{file.hex}"
    lies.parent.mkdir(parents=True)
    lies.write_bytes(b"paper")
    lies.with_name(lies.name + ".half").write_bytes(b"pa")
    return lies


def test_an_attachment_that_was_lost_comes_back(name: str, attached: Path, tmp_path: Path) -> None:
    file, folder = tmp_path / "liandong.backup", tmp_path / "files"
    done = cli(name, "backup", str(file), files=folder)
    assert "1 attachments" in done.stdout, done.stderr
    attached.write_bytes(b"spoilt")
    done = cli(name, "restore", "--yes", str(file), files=folder)
    assert "with 1 attachments" in done.stdout, done.stderr
    assert attached.read_bytes() == b"paper"
    assert [path.stat().st_mode & 0o077 for path in (folder, attached)] == [0, 0]
    aside = [path for path in tmp_path.iterdir() if path.name.startswith("files_until_")]
    assert [(one / attached.relative_to(folder)).read_bytes() for one in aside] == [b"spoilt"]


@pytest.mark.parametrize(("change", "said"), [
    ({"files/1/aa/x": b"x"}, "is not whole"), ({"files/../../x": b"x"}, "is not whole"),
    ({}, "1 attachments were kept"),
    (None, "is not whole")])
def test_a_backup_with_a_wrong_attachment_replaces_nothing(
        name: str, attached: Path, tmp_path: Path, change: dict[str, bytes] | None, said: str) -> None:
    whole, wrong, folder = tmp_path / "whole.backup", tmp_path / "wrong.backup", tmp_path / "files"
    assert cli(name, "backup", str(whole), files=folder).returncode == 0
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(wrong, "w") as new:
        for one in old.namelist():
            if not one.startswith("files/"):
                new.writestr(one, old.read(one))
            elif change is None:
                new.writestr(one, b"other")
        for one, data in (change or {}).items():
            new.writestr(one, data)
    done = cli(name, "restore", "--yes", str(wrong), files=folder)
    assert done.returncode == 1
    assert said in done.stderr
    assert attached.read_bytes() == b"paper"
    assert not (tmp_path / "x").exists()


def test_check_finds_an_attachment_that_is_gone_and_bytes_of_none(name: str, attached: Path, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    assert cli(name, "check", files=folder).returncode == 0
    stray = attached.with_name(f"{'a' * 64}.{uuid4().hex}")
    stray.write_bytes(b"x")
    os.utime(stray, (0, 0))
    attached.unlink()
    done = cli(name, "check", files=folder)
    assert done.returncode == 1
    assert "is gone, or not whole" in done.stdout
    assert f"{stray} belongs to no attachment" in done.stdout
