"""What hostile files do to us (nothing), and what of a good one is kept."""
from __future__ import annotations

import io
import os
import resource
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from liandong.confined.running import run
from liandong.files import checking, storing
from liandong.files.checking import Checked, check, check_all
from liandong.files.terms import Kind
from liandong.kernel.errors import BadInput
from tests.files import making


def taken(name: str, data: bytes) -> Checked:
    return check(SimpleUploadedFile(name, data))


def told(name: str, data: bytes) -> str:
    with pytest.raises(BadInput) as refusal:
        taken(name, data)
    assert refusal.value.status == 422
    return str(refusal.value.sentence)


@pytest.mark.parametrize("case", making.HOSTILE)
def test_a_hostile_file_is_refused_with_its_sentence_and_leaves_nothing(
        case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name, make, words = making.HOSTILE[case]
    data = make()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(storing, "ROOT", tmp_path / "files")
    pid, most = os.getpid(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert words in told(name, data)
    assert os.getpid() == pid
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - most < 30 * 1024  # KiB: the bomb went off elsewhere
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "data", "suffix"), [
    ("a.jpg", making.picture(), ".jpg"), ("a.JPEG", making.picture(), ".jpg"), ("a.png", making.picture("PNG"), ".png"),
    ("a.gif", making.picture("GIF"), ".png"), ("a.webp", making.picture("WEBP"), ".jpg"),
    ("a.bmp", making.picture("BMP"), ".jpg"), ("IMG_0231.HEIC", making.heic(), ".jpg")])
def test_a_picture_is_drawn_anew(name: str, data: bytes, suffix: str) -> None:
    kept = taken(name, data)
    assert (kept.kind, kept.suffix) == (Kind.IMAGE, suffix)
    assert kept.name.endswith(suffix)
    assert Image.open(io.BytesIO(kept.data)).size == (64, 48)


@pytest.mark.parametrize(("name", "data"), [("a.jpg", making.telling_jpeg()), ("a.png", making.telling_png())])
def test_of_a_picture_nothing_stays_that_was_said_about_it(name: str, data: bytes) -> None:
    assert b"CANARY" in data
    kept = taken(name, data)
    assert b"CANARY" not in kept.data
    assert not Image.open(io.BytesIO(kept.data)).getexif()


def test_a_picture_lying_on_its_side_is_set_upright() -> None:
    assert Image.open(io.BytesIO(taken("a.jpg", making.telling_jpeg()).data)).size == (48, 64)


@pytest.mark.parametrize(("name", "data"), [
    ("a.jpg", making.picture() + b"<?php echo 'CANARY'; ?>"), ("a.png", making.picture("PNG") + making.office()),
    ("a.gif", making.picture("GIF") + b"CANARY")])
def test_a_second_thing_in_a_picture_does_not_survive(name: str, data: bytes) -> None:
    kept = taken(name, data).data
    assert b"CANARY" not in kept
    assert not zipfile.is_zipfile(io.BytesIO(kept))


def test_a_large_photo_is_made_smaller_and_a_long_one_stays_readable() -> None:
    large = Image.open(io.BytesIO(taken("a.jpg", making.picture(size=(4000, 3000))).data))
    assert 2_900 < large.width < 3_000
    assert Image.open(io.BytesIO(taken("a.png", making.picture("PNG", (900, 6000))).data)).size == (900, 6000)


def test_a_clear_background_stays_clear() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(taken("a.png", out.getvalue()).data)).mode == "RGBA"


def test_of_a_pdf_the_pages_stay_and_what_only_draws() -> None:
    kept = taken("合同.pdf", making.live_pdf_at_start())
    with pikepdf.open(io.BytesIO(kept.data)) as document:
        document.save(plain := io.BytesIO(), stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)
        assert len(document.pages) == 1
        assert [str(one.Contents) for one in document.pages[0].obj.Annots] == ["好"]
        assert sorted(document.Root.keys()) == ["/Pages", "/Type"]
    assert b"CANARY" not in kept.data + plain.getvalue()
    assert b"JavaScript" not in plain.getvalue()


def test_an_office_document_is_kept_as_it_is_and_may_hold_links() -> None:
    data = making.referring("hyperlink", "https://example.org/")
    assert taken("说明.docx", data) == Checked("说明.docx", Kind.OFFICE, ".docx", data)


def test_a_parser_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(checking, "READER", Path(__file__).parents[1] / "confined" / "endless.py")
    monkeypatch.setattr(checking, "run", lambda reader, arguments, folder, **named: run(reader, ["sleeps"], folder,
                                                                                        **named))
    with pytest.raises(BadInput, match="不正常"):
        check(SimpleUploadedFile("a.jpg", making.picture()), seconds=2)
    assert list(tmp_path.iterdir()) == []


def test_too_many_at_once_and_too_much_are_refused() -> None:
    many = [SimpleUploadedFile("a.jpg", b"x") for _ in range(10)]
    with pytest.raises(BadInput, match="最多 9 个"):
        check_all(many)
    with pytest.raises(BadInput, match="最多 20 MB"):
        check_all([SimpleUploadedFile("a.jpg", b"x" * 11 * 1024**2)] * 2)
