"""Keyset paging: a cursor comes back as it went, and nothing else is taken for one."""
from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.kernel.errors import BadInput
from liandong.screens.paging import LONGEST, Cursor, Key, condition, decode, encode, ordering

ORDER = (Key("due_at", datetime), Key("opened_on", date, descending=True), Key("rank", int), Key("name", str),
         Key("id", UUID))
VALUES = st.tuples(st.datetimes(timezones=st.just(UTC)), st.dates(), st.integers(-2**63 + 1, 2**63 - 1),
                   st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
                   st.uuids())
ROW = (datetime(2026, 11, 24, tzinfo=UTC), UUID(int=7))
SHORT = (Key("due_at", datetime), Key("id", UUID))


@given(VALUES, st.booleans())
def test_a_cursor_comes_back_as_it_went(values: tuple[datetime, date, int, str, UUID], back: bool) -> None:
    cursor = Cursor(values, back)
    assert decode(encode(cursor), ORDER) == cursor


def _kinds(text: str) -> list[type] | None:
    """The kinds of a cursor's values; None where the text is refused."""
    try:
        return [type(value) for value in decode(text, SHORT).values]
    except BadInput:
        return None


@given(st.text(max_size=500))
def test_any_other_text_is_bad_input_or_a_cursor_of_this_order(text: str) -> None:
    assert _kinds(text) in (None, [datetime, UUID])


def _written(*plain: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("plain", [
    (0,), (0, "2026-11-24T00:00:00+00:00"), (2, "2026-11-24T00:00:00+00:00", str(UUID(int=7))),
    (0, "2026-11-24T00:00:00", str(UUID(int=7))), (0, 7, str(UUID(int=7))), (0, "2026-11-24T00:00:00+00:00", "7"),
    (0, None, None), (0, "2026-11-24T00:00:00+00:00", str(UUID(int=7)), 1),
])
def test_a_cursor_with_wrong_values_is_bad_input(plain: tuple[object, ...]) -> None:
    with pytest.raises(BadInput):
        decode(_written(*plain), SHORT)


@pytest.mark.parametrize("plain", [(0, True), (0, 2**63), (0, 1.5), (0, "1")])
def test_a_number_that_the_database_cannot_hold_is_bad_input(plain: tuple[object, ...]) -> None:
    with pytest.raises(BadInput):
        decode(_written(*plain), (Key("rank", int),))


@pytest.mark.parametrize("name", ["a\x00b", "\ud800"])
def test_text_that_the_database_cannot_hold_is_bad_input(name: str) -> None:
    with pytest.raises(BadInput):
        decode(_written(0, name), (Key("name", str),))


def test_a_cursor_longer_than_any_of_ours_is_not_read() -> None:
    with pytest.raises(BadInput):
        decode(_written(0, "x" * LONGEST), (Key("name", str),))


def test_a_cursor_of_another_order_is_bad_input() -> None:
    with pytest.raises(BadInput):
        decode(encode(Cursor(ROW)), ORDER)


def test_going_back_turns_every_column_round() -> None:
    order = (Key("due_at", datetime), Key("score", int, descending=True), Key("id", UUID))
    assert ordering(order) == ["due_at", "-score", "id"]
    assert ordering(order, back=True) == ["-due_at", "score", "-id"]


def test_the_first_column_bounds_the_rows_for_the_index() -> None:
    assert str(condition(SHORT, Cursor(ROW)).children[0]) == str(("due_at__gte", ROW[0]))
    assert str(condition(SHORT, Cursor(ROW, back=True)).children[0]) == str(("due_at__lte", ROW[0]))
