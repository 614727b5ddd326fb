"""Keeping, giving out, erasing and sweeping: rows and bytes come and go together."""
from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.files import rules, services, storing
from liandong.files.checking import Checked
from liandong.files.models import File
from liandong.files.terms import Kind
from liandong.kernel.errors import BadInput, NotFound
from liandong.kernel.ids import uuid7
from liandong.ledger.models import Event
from tests.issues.conftest import world
from tests.issues.factories import START, World

__all__ = ["world"]
PHOTO = Checked("现场.jpg", Kind.IMAGE, ".jpg", b"\xff\xd8\xff photo")
PAPER = Checked("合同.pdf", Kind.PDF, ".pdf", b"%PDF- paper")


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store, empty."""
    monkeypatch.setattr(storing, "ROOT", tmp_path)
    return tmp_path


def stored(root: Path) -> list[str]:
    return [name for name, _ in storing.all_stored(root)]


def keep(*files: Checked, subject: Any, by: int | None = None, public: bool = False) -> list[File]:
    return services.keep(files or [PHOTO], kind="issue", subject=subject, step=3, public=public, by=by, role="officer",
                         now=START)


def test_bytes_row_and_event_are_written_together(world: World, root: Path) -> None:
    subject = uuid4()
    photo, paper = keep(PHOTO, PAPER, subject=subject, by=world.officer.account_id)
    assert stored(root) == sorted(f"1/{one.digest[:2]}/{one.digest}.{one.id.hex}" for one in (photo, paper))
    assert [path.stat().st_mode & 0o077 for _, path in storing.all_stored(root)] == [0, 0]
    events = Event.objects.filter(act="file.kept", subject=subject)
    assert {one.detail["file"] for one in events} == {str(photo.id), str(paper.id)}
    assert "现场" not in str([one.detail for one in events])  # a name may name a person
    assert services.missing() == []


def test_when_a_row_cannot_be_written_no_byte_stays(world: World, root: Path) -> None:
    empty = Checked("a.jpg", Kind.IMAGE, ".jpg", b"")
    with pytest.raises(Exception, match="file_not_empty"):
        keep(PHOTO, empty, subject=uuid4())
    assert stored(root) == []
    assert not File.objects.exists()


def test_when_the_disk_refuses_nothing_stays(world: World, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.fsync
    monkeypatch.setattr("os.fsync", lambda handle: whole(handle) if len(stored(root)) < 2 else _full())
    with pytest.raises(OSError, match="full"):
        keep(PHOTO, PAPER, subject=uuid4())
    assert stored(root) == []
    assert not File.objects.exists()


def _full() -> None:
    raise OSError("full")


def test_a_matter_takes_a_hundred_files_and_no_more(world: World, root: Path) -> None:
    subject = uuid4()
    File.objects.bulk_create([File(subject_kind="issue", subject=subject, step=1, name="a.jpg", kind="image", size=1,
                                   suffix=".jpg", digest="0" * 64, is_public=False, at=START) for _ in range(99)])
    keep(PHOTO, subject=subject)
    with pytest.raises(BadInput) as refusal:
        keep(PHOTO, subject=subject)
    assert "最多 100 个" in str(refusal.value.fields["attached"])
    assert len(stored(root)) == 1


def test_an_internal_file_is_read_through_a_door_that_writes_it_down(world: World) -> None:
    subject, by = uuid4(), world.officer.account_id or 0
    internal, public = keep(subject=subject, by=by)[0], keep(PAPER, subject=subject, by=by, public=True)[0]
    with services.open_internal(subject, internal.id, by=by, role="officer", now=START).bytes as found:
        assert found.read() == PHOTO.data
    services.open_internal(subject, public.id, by=by, role="officer", now=START).bytes.close()
    assert [one.detail["file"] for one in Event.objects.filter(act="file.read")] == [str(internal.id)]


def test_by_link_only_a_public_file_of_that_matter_is_there(world: World) -> None:
    subject, by = uuid4(), world.officer.account_id
    internal, public = keep(subject=subject, by=by)[0], keep(PAPER, subject=subject, by=by, public=True)[0]
    services.open_public(subject, public.id).bytes.close()
    for matter, file in ((subject, internal.id), (uuid4(), public.id), (subject, uuid7())):
        with pytest.raises(NotFound):
            services.open_public(matter, file)


def test_another_district_s_file_is_not_there(world: World) -> None:
    subject = uuid4()
    kept = keep(subject=subject, public=True)[0]
    with scope(create_district(2, "邻区").id), pytest.raises(NotFound):
        services.open_public(subject, kept.id)


def test_erased_rows_are_gone_at_once_and_bytes_when_that_is_committed(
        world: World, root: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    subject, other = uuid4(), uuid4()
    keep(PHOTO, PAPER, subject=subject)
    kept = keep(PHOTO, subject=other)[0]  # the same bytes: another person's
    with django_capture_on_commit_callbacks(execute=True):
        assert services.erase(subject) == 2
        assert len(stored(root)) == 3
    assert [name.endswith(kept.id.hex) for name in stored(root)] == [True]
    assert File.objects.get() == kept
    assert services.erase(subject) == 0


def test_an_erasing_that_is_rolled_back_loses_no_byte(world: World, root: Path) -> None:
    subject = uuid4()
    keep(subject=subject)
    with pytest.raises(RuntimeError), transaction.atomic():
        services.erase(subject)
        raise RuntimeError
    assert services.missing() == []
    assert len(stored(root)) == 1


def test_bytes_without_a_row_are_swept_after_a_day_and_no_others(world: World, root: Path) -> None:
    keep(subject=uuid4())
    stray, fresh = storing.place(1, "a" * 64, uuid7()), storing.place(1, "b" * 64, uuid7())
    foreign = storing.place(2, "c" * 64, uuid7())
    for path in (stray, fresh, foreign):
        storing.put(path, b"x")
    old = (START - timedelta(days=2)).timestamp()
    for _, path in storing.all_stored(root):
        os.utime(path, (START.timestamp(), START.timestamp()) if path == fresh else (old, old))
    assert services.leftovers(START) == [stray]
    assert services.sweep(START) == 1
    assert len(stored(root)) == 3
    assert services.sweep(START + timedelta(days=2)) == 1


def test_the_sweep_comes_once_a_night(world: World) -> None:
    night = START.replace(hour=19, minute=17)  # 03:17 in Shanghai
    stray = storing.place(1, "a" * 64, uuid7())
    storing.put(stray, b"x")
    os.utime(stray, (0, 0))
    assert services.sweep_at_night(night + timedelta(minutes=1)) == 0
    assert services.sweep_at_night(night) == 1


def test_a_file_whose_bytes_are_gone_or_fewer_is_missing_and_says_so(world: World, root: Path) -> None:
    subject = uuid4()
    gone, short = keep(PHOTO, PAPER, subject=subject)
    for name, path in storing.all_stored(root):
        if name.endswith(gone.id.hex):
            path.unlink()
        else:
            path.write_bytes(b"x")
    assert set(services.missing()) == {gone, short}
    with pytest.raises(NotFound, match="告诉管理员"):
        services.open_internal(subject, gone.id, by=world.officer.account_id or 0, role="", now=START)


def test_what_is_missing_and_left_over_is_found_by_few_queries(world: World, root: Path) -> None:
    keep(PHOTO, PAPER, PHOTO, subject=uuid4())
    with connection.execute_wrapper(counted := _Counted()):
        services.missing()
        services.leftovers(START)
    assert counted.number == 2


class _Counted:
    number = 0

    def __call__(self, execute: Any, *call: Any) -> Any:
        self.number += 1
        return execute(*call)


def test_half_a_file_is_none(root: Path) -> None:
    half = storing.place(1, "a" * 64, uuid7())
    storing.put(half, b"x")
    assert storing.id_in(half) is not None
    assert storing.id_in(half.with_name(half.name + ".half")) is None
    with pytest.raises(FileExistsError):
        half.with_name(half.name + ".half").touch()
        storing.put(half, b"y")


def test_the_largest_upload_fits_into_the_request() -> None:
    from liandong.web.middleware import LARGEST_FILE

    assert LARGEST_FILE > rules.LARGEST
