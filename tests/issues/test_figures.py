"""件 and 人次, rates with what they leave out, ends apart. Source: domain.md, "Issue"; workflows.md, "Ends"."""
from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.issues.figure_queries import counts_of
from liandong.issues.figures import APART, JUDGED, Counts, Quarter, Rate, figures_of
from liandong.issues.terms import End, Satisfaction, Solved
from tests.counting import counted
from tests.issues.factories import ANSWER, START, World, answered, handling, received, the_resident
from tests.issues.pages import html, page
from tests.issues.test_merging import answer, merged, speak
from tests.issues.test_splitting import closed, split

WHOLE = (datetime.fromisoformat("2026-01-01T00:00+08:00"), datetime.fromisoformat("2028-01-01T00:00+08:00"))
numbers = st.integers(0, 10_000)
NAMES = ("matters", "reports", "in_time", "contacts", "judged", "solved", "satisfied", "understands", "marked")


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, numbers)))
def test_no_rate_divides_by_an_empty_denominator(given_: dict[str, int]) -> None:
    found = figures_of(Counts(ends={}, **given_))
    for rate in (found.response, found.resolution, found.satisfaction):
        assert (rate.value is None) is (rate.whole == 0)
        assert rate.value is None or 0 <= rate.value <= 1
        assert (rate.percent is None) is (rate.value is None)
    assert found.unasked >= 0


@given(st.integers(1, 10_000), st.integers(0, 10_000))
def test_no_rate_is_rounded_to_all_or_to_nothing(whole: int, part: int) -> None:
    rate = Rate(min(part, whole), whole)
    assert (rate.percent == 100) is (rate.value == 1)
    assert (rate.percent == 0) is (rate.value == 0)
    assert rate.is_few is (whole < 5)


@given(st.integers(2000, 2199), st.integers(1, 4), st.integers(-20, 20))
def test_quarters_follow_one_another_without_a_gap(year: int, n: int, by: int) -> None:
    quarter = Quarter(year, n)
    assert quarter.bounds[1] == quarter.move(1).bounds[0]
    assert quarter.move(by).move(-by) == quarter
    assert Quarter.of(quarter.bounds[0]) == quarter
    assert Quarter.read(str(quarter)) == quarter


@pytest.mark.parametrize("text", ["2026", "2026Q5", "Q1", "1999Q4", "二〇二六Q1", "2026Q1 "])
def test_what_is_no_quarter(text: str) -> None:
    with pytest.raises(ValueError):
        Quarter.read(text)


def test_every_end_is_counted_once() -> None:
    assert sorted((*JUDGED, *APART)) == sorted(End)


def test_merged_matters_are_one_and_their_reports_several(world: World) -> None:
    main = handling(world)
    twin = merged(world, main)
    main = answer(world, main)
    speak(world, main, Solved.SOLVED)
    world.do("judge", twin, the_resident(twin), solved=Solved.PARTLY, satisfied=Satisfaction.UNDERSTANDS)
    found = counts_of(world.dispatcher, *WHOLE)
    assert (found.matters, found.reports, found.judged, found.solved) == (1, 2, 2, 1)
    assert (found.marked, found.understands, found.satisfied) == (1, 1, 0)
    assert found.ends[End.PARTLY] == sum(found.ends.values()) == 1, "the main's end, once"
    assert figures_of(found).resolution.value == Fraction(1, 2)


def test_split_matters_count_by_their_parts_and_their_reporter_once(world: World) -> None:
    parent, parts = split(world)
    for one in parts:
        closed(world, one)
    parent = world.do("answer_split", parent, world.dispatcher, **ANSWER)
    speak(world, parent, Solved.SOLVED)
    found = counts_of(world.dispatcher, *WHOLE)
    assert (found.matters, found.reports, found.judged, found.solved) == (2, 1, 1, 1)
    assert found.ends[End.SOLVED] == 1
    assert found.ends[End.DONE] == 0, "a part's own end is no end of the report"


def test_one_query_over_what_the_reader_sees(world: World) -> None:
    answered(world)
    assert counted(lambda: counts_of(world.dispatcher, *WHOLE)) == 1
    assert counts_of(world.other_dispatcher, *WHOLE) == Counts(ends=dict.fromkeys(End, 0))


def test_the_page_shows_each_rate_with_what_it_leaves_out(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)
    empty = html(site.dispatcher, "/issues/figures/")
    assert empty.count("没有可算的") == 3
    issue = answered(site)
    speak(site, issue, Solved.SOLVED)
    received(site)
    text = html(site.dispatcher, "/issues/figures/?quarter=2026Q4")
    assert "100%（1/1，样本少）" in text
    assert "没有评的 1 人次不算" in text
    assert "100% (1 of 1, few)" in html(site.dispatcher, "/issues/figures/?quarter=2026Q4", "en")
    assert page(site.dispatcher, "/issues/figures/?quarter=2026").status_code == 422
    assert page(site.admin, "/issues/figures/").status_code == 403
