"""Terms, numbers, ends and the clock shown: the issue's rules as plain functions."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.districts.settings import DEFAULTS
from liandong.issues import rules
from liandong.issues.rules import Terms
from liandong.issues.terms import AnswerKind, ClockKind, End, Size, Solved, State, Urgency
from liandong.kernel.calendar import Term, Unit

DUE = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAYS, HOURS, CLOCK = Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.CLOCK_HOURS


def test_who_is_exactly_on_time_is_not_late() -> None:
    assert not rules.late(DUE, due=DUE, now=DUE + timedelta(days=9))
    assert rules.late(DUE + SECOND, due=DUE, now=DUE + timedelta(days=9))


def test_what_is_not_met_becomes_late_by_itself() -> None:
    assert not rules.late(None, due=DUE, now=DUE)
    assert rules.late(None, due=DUE, now=DUE + SECOND)


def terms(**own: object) -> Terms:
    """The terms of a district that has set these."""
    return Terms({name: own.get(name, DEFAULTS[name].value) for name in rules.TERM_SETTINGS})


LENGTHS = st.builds(Term, st.integers(1, 400), st.sampled_from([DAYS, HOURS, CLOCK]))


@given(LENGTHS, st.sampled_from(Size), st.sampled_from(Urgency))
def test_the_items_own_term_wins_over_class_and_urgency(item: Term, size: Size, urgency: Urgency) -> None:
    assert terms().handle(item, size, urgency) == item


@pytest.mark.parametrize(("size", "days"), [(Size.SIMPLE, 3), (Size.GENERAL, 7), (Size.HARD, 15)])
def test_without_an_own_term_the_class_gives_it(size: Size, days: int) -> None:
    assert terms().handle(None, size) == Term(days, DAYS)


def test_an_urgent_matter_runs_on_the_wall_clock() -> None:
    assert terms().handle(None, Size.GENERAL, Urgency.URGENT) == Term(24, CLOCK)
    assert terms().of(ClockKind.CONTACT, Urgency.URGENT) == Term(2, CLOCK)
    assert terms().of(ClockKind.ACCEPT, Urgency.URGENT) == Term(1, DAYS)


AGREED = {ClockKind.CONTACT: Term(1, DAYS), ClockKind.TRIAGE: Term(1, Unit.SAME_DAY), ClockKind.ACCEPT: Term(1, DAYS),
          ClockKind.DECIDE: Term(1, DAYS), ClockKind.REVIEW: Term(1, DAYS), ClockKind.JUDGE: Term(5, DAYS),
          ClockKind.QUESTION: Term(5, DAYS), ClockKind.ASK: Term(1, DAYS)}


def test_the_other_clocks_have_the_agreed_terms_while_a_district_sets_none() -> None:
    assert {clock: terms().of(clock) for clock in AGREED} == AGREED
    assert set(ClockKind) - set(AGREED) == {ClockKind.HANDLE, ClockKind.RECHECK}
    assert (terms().return_window, terms().return_grace) == (Term(1, DAYS), Term(1, DAYS))


@given(st.sampled_from(sorted(AGREED)), LENGTHS)
def test_a_district_sets_one_clock_and_the_others_stay(clock: ClockKind, length: Term) -> None:
    own = terms(**{rules.CLOCK_SETTINGS[clock]: {"amount": length.amount, "unit": length.unit.value}})
    assert {each: own.of(each) for each in AGREED} == {**AGREED, clock: length}


@pytest.mark.parametrize(("own", "anew"), [
    (Term(20, DAYS), Term(7, DAYS)),
    (Term(7, DAYS), Term(7, DAYS)),
    (Term(3, DAYS), Term(3, DAYS)),
    (Term(24, CLOCK), Term(24, CLOCK)),
    (Term(168, CLOCK), Term(168, CLOCK)),
    (Term(169, CLOCK), Term(7, DAYS)),
    (Term(52, HOURS), Term(52, HOURS)),
    (Term(53, HOURS), Term(7, DAYS)),
    (Term(1, Unit.SAME_DAY), Term(1, Unit.SAME_DAY)),
])
def test_a_disputed_matter_gets_its_term_anew_but_at_most_seven_working_days(own: Term, anew: Term) -> None:
    assert terms().anew(own) == anew


@given(LENGTHS, LENGTHS)
def test_anew_is_the_own_term_or_the_longest_and_never_longer_than_it(own: Term, longest: Term) -> None:
    anew = terms(longest_term_anew={"amount": longest.amount, "unit": longest.unit.value}).anew(own)
    assert anew in {own, longest}
    assert rules.weight(anew) <= rules.weight(longest)


def test_a_number_is_the_day_and_the_place_in_its_sequence() -> None:
    assert rules.number(date(2026, 11, 5), 231) == "261105-0231"
    assert rules.number(date(2030, 1, 2), 10_000) == "300102-10000"
    with pytest.raises(ValueError, match="begins with 1"):
        rules.number(date(2026, 11, 5), 0)


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2099, 12, 31)), st.integers(1, 99_999))
def test_every_number_has_the_form_of_one(day: date, sequence: int) -> None:
    assert rules.is_number(rules.number(day, sequence))


@pytest.mark.parametrize("text", ["", "261105", "261105-231", "261105-0231 ", "x261105-0231", "SX20261103000127"])
def test_other_texts_have_not(text: str) -> None:
    assert not rules.is_number(text)


def test_the_residents_word_is_the_end() -> None:
    assert [rules.end_of_word(word) for word in Solved] == [End.SOLVED, End.PARTLY, End.NOT_SOLVED]


@given(st.booleans(), st.one_of(st.none(), st.sampled_from(AnswerKind)))
def test_a_matter_is_handled_anew_once_and_only_where_it_was_said_to_be_done(before: bool, kind: AnswerKind | None
                                                                            ) -> None:
    assert rules.disputable(disputed_before=before, answer=kind) is (not before and kind == "done")


def test_silence_ends_by_the_answer_and_what_was_only_claimed_stays_unjudged() -> None:
    ends = [rules.end_of_silence(kind) for kind in (AnswerKind.DONE, AnswerKind.NOT_POSSIBLE, AnswerKind.NOT_OURS)]
    assert ends == [End.UNJUDGED, End.NOT_POSSIBLE, End.NOT_OURS]


def test_every_open_state_shows_one_clock_and_a_closed_one_none() -> None:
    assert [rules.next_clock(state) for state in State] == [
        ClockKind.TRIAGE, ClockKind.ACCEPT, ClockKind.HANDLE, ClockKind.DECIDE, ClockKind.DECIDE, ClockKind.QUESTION,
        ClockKind.REVIEW, ClockKind.HANDLE, ClockKind.RECHECK, ClockKind.JUDGE, None, None, None]
