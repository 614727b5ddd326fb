"""What files say, read without a database: headers, times, what becomes of an order that comes in again."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.issues.orders.bringing import LONGEST_LINE, line
from liandong.issues.orders.changes import Fate, Known, differences, fate
from liandong.issues.orders.columns import NEEDED, Meaning, fits, known, plain, proposed
from liandong.issues.orders.reading import OrderRow, read_orders
from liandong.issues.orders.times import FIRST_DAY, moment
from liandong.kernel.localtime import SHANGHAI
from liandong.tables import Report
from tests.issues.factories import START
from tests.issues.orders.files import HEADINGS, OLD_HEADINGS, order

SHANGHAI_TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(
    lambda at: at.replace(microsecond=0))

WIDE = str.maketrans("0123456789:-", "０１２３４５６７８９：－")


# ── headers ──

@pytest.mark.parametrize("headings", [HEADINGS, OLD_HEADINGS, [f" {one}　" for one in HEADINGS]])
def test_the_hotlines_headers_of_before_and_after_the_change_are_proposed(headings: list[str]) -> None:
    found = proposed(headings)
    assert {plain(header) for header in found.values()} == {plain(one) for one in headings}
    assert found[Meaning.CLASS_2].strip().startswith("二级")


def test_what_was_said_before_goes_before_what_we_guess() -> None:
    said = {Meaning.TEXT: "处理要求"}
    assert proposed(["工单编号", "受理时间", "内容描述", "处理要求"], [said])[Meaning.TEXT] == "处理要求"


def test_a_sender_s_columns_hold_from_a_date_on_and_older_ones_for_late_files() -> None:
    old, new = proposed(OLD_HEADINGS), proposed(HEADINGS)
    versions = [(date(2026, 1, 1), old), (date(2026, 7, 1), new)]
    assert known(versions, HEADINGS, date(2026, 8, 1)) == new
    assert known(versions, OLD_HEADINGS, date(2026, 8, 1)) == old
    assert known(versions, HEADINGS, date(2026, 6, 30)) is None
    assert known(versions, ["甲", "乙"], date(2026, 8, 1)) is None


@given(st.lists(st.text(max_size=8), max_size=12))
def test_no_header_means_two_things_and_what_fits_is_there(headers: list[str]) -> None:
    found = proposed(headers)
    assert len(set(found.values())) == len(found)
    assert set(found.values()) <= set(headers)
    assert fits(found, headers) == all(one in found for one in NEEDED)


# ── times ──

@given(SHANGHAI_TIMES)
def test_a_time_is_the_same_in_every_form(at: datetime) -> None:
    wanted = at.replace(tzinfo=SHANGHAI)
    days = (at - FIRST_DAY) / timedelta(days=1)
    forms = [f"{at:%Y-%m-%d %H:%M:%S}", f"{at.year}/{at.month}/{at.day} {at:%H:%M:%S}", f"{at:%Y%m%d%H%M%S}",
             f"{at.year}年{at.month}月{at.day}日 {at.hour}时{at.minute}分{at.second}秒", f"{at:%Y-%m-%dT%H:%M:%S}",
             f"{days:.9f}", f"　{at:%Y-%m-%d %H:%M:%S}　".translate(WIDE)]
    assert [moment(form) for form in forms] == [wanted] * len(forms)


@pytest.mark.parametrize(("text", "like"), [
    ("2026-11-03", datetime(2026, 11, 3, tzinfo=SHANGHAI)), ("46329", datetime(2026, 11, 3, tzinfo=SHANGHAI)),
    ("2026-11-03 09:14", datetime(2026, 11, 3, 9, 14, tzinfo=SHANGHAI)), ("", None), ("昨天", None), ("13800", None),
    ("2026-02-30", None), ("2026-11-03 25:00:00", None), ("99999", None), ("20261303", None)])
def test_a_day_alone_is_its_midnight_and_what_is_no_time_is_none(text: str, like: datetime | None) -> None:
    assert moment(text) == like


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_times(text: str) -> None:
    found = moment(text)
    assert found is None or found.tzinfo is SHANGHAI


# ── rows ──

def _read(rows: list[list[str]]) -> tuple[list[OrderRow], Report]:
    report = Report()
    made = read_orders(enumerate(rows, start=2), HEADINGS, proposed(HEADINGS), report, START)
    return made, report


@given(st.lists(st.lists(st.text(max_size=30), min_size=len(HEADINGS) - 3, max_size=len(HEADINGS) + 2), max_size=3))
def test_no_cell_breaks_the_reading_of_rows_and_every_row_is_taken_or_told(rows: list[list[str]]) -> None:
    made, report = _read(rows)
    told = {one.row for one in report.problems}
    assert all(number + 2 in told or any(row.line == number + 2 for row in made) for number in range(len(rows)))


def test_the_fingerprint_is_the_content_s_and_not_the_place_in_the_file() -> None:
    (first, second), _ = _read([order("SX1"), order("SX2")])
    (again,), _ = _read([order("SX1")])
    assert first.digest == again.digest != second.digest
    for changed in ({"来电号码": "13800001111"}, {"反映人": "王小明"}, {"紧急程度": "紧急"}, {"诉求地址": "4 幢"}):
        (other,), _ = _read([order("SX1", **changed)])
        assert other.digest != first.digest


def test_five_class_levels_end_at_the_first_that_says_nothing() -> None:
    headings = ["工单编号", "受理时间", "内容描述", *(f"{n}级分类" for n in "一二三四五")]
    made = read_orders([(2, ["1", "2026-11-03", "停车", "住房建设", "物业管理", "-", "丁", "戊"])], headings,
                       proposed(headings), Report(), START)
    assert made[0].classes == ("住房建设", "物业管理")
    assert made[0].received == datetime(2026, 11, 2, 16, 0, tzinfo=UTC)


# ── again ──

def test_what_becomes_of_an_order() -> None:
    assert fate("a", None) is Fate.NEW
    assert fate("a", Known(frozenset({"a"}), is_touched=True)) is Fate.SAME
    assert fate("b", Known(frozenset({"a"}), is_touched=False)) is Fate.UPDATE
    assert fate("b", Known(frozenset({"a"}), is_touched=True)) is Fate.CONFLICT
    assert fate("b", Known(frozenset({"a"}), is_touched=False, is_over=True)) is Fate.OVER


@given(st.text(max_size=2), st.frozensets(st.text(max_size=2), max_size=3), st.booleans(), st.booleans())
def test_a_touched_matter_is_never_overwritten(digest: str, digests: frozenset[str], touched: bool, gone: bool) -> None:
    found = fate(digest, Known(digests, touched, gone))
    assert found is not Fate.NEW
    assert (found is Fate.UPDATE) <= (not touched and not gone and digest not in digests)


@given(st.dictionaries(st.sampled_from([one.value for one in Meaning]), st.text(max_size=2000), max_size=4),
       st.dictionaries(st.sampled_from([one.value for one in Meaning]), st.text(max_size=2000), max_size=4))
def test_the_trail_s_line_names_every_difference_and_is_bounded(before: dict[str, str], after: dict[str, str]) -> None:
    said = line("热线", before, after)
    assert len(said) <= LONGEST_LINE
    assert bool(differences(before, after)) == (said != "热线更新了来文")
