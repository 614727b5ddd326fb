"""Names, sizes and numbers of files, without a database."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.files import rules
from liandong.files.terms import CONTENT_TYPES, SAVE_AS, TYPES
from liandong.kernel.errors import BadInput


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_is_safe_and_stays_so(name: str) -> None:
    clean = rules.clean_name(name)
    assert 0 < len(clean) <= rules.LONGEST_NAME
    assert not set(clean) & set('/\\"<>|:*?\0\r\n\u202e')
    assert not clean.startswith(".")
    assert rules.clean_name(clean) == clean


@pytest.mark.parametrize(("given", "clean"), [
    ("../../etc/passwd.jpg", "passwd.jpg"), ("C:\\用户\\现场 照片.JPG", "现场 照片.jpg"), (".jpg", "文件.jpg"),
    ("a\u202egpj.exe", "agpj.exe"), ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"), ("", "文件"),
    ("长" * 200 + ".docx", "长" * 75 + ".docx")])
def test_a_name_as_it_is_stored(given: str, clean: str) -> None:
    assert rules.clean_name(given) == clean


def test_what_is_to_be_saved_otherwise_is_named_and_is_taken_then() -> None:
    assert set(SAVE_AS.values()) <= set(TYPES)
    assert not set(SAVE_AS) & set(TYPES)
    for suffix, instead in SAVE_AS.items():
        with pytest.raises(BadInput) as refusal:
            rules.type_of(f"a{suffix}")
        assert instead in str(refusal.value.sentence)


def test_nothing_is_stored_that_a_browser_would_run() -> None:
    assert not any(word in " ".join(CONTENT_TYPES.values()) for word in ("html", "svg+", "script", "text/"))


@given(st.integers(1, 200), st.integers(1, 400 * 1024**2))
def test_a_matter_has_room_or_it_is_said_that_it_has_none(number: int, size: int) -> None:
    if number <= 100 and size <= 300 * 1024**2:
        rules.check_room(number, size)
    else:
        with pytest.raises(BadInput):
            rules.check_room(number, size)


@pytest.mark.parametrize(("size", "shown"), [(1, "1 KB"), (35 * 1024, "35 KB"), (1_258_291, "1.2 MB")])
def test_a_size_as_people_read_it(size: int, shown: str) -> None:
    assert rules.size_shown(size) == shown
