"""What a setting may be: written as JSON or as words, and refused with the way to write it. No database."""
from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.districts.setting_rules import MOST, a_term, as_typed, days_by_size, from_typed, office_hours, whole
from liandong.districts.settings import DEFAULTS
from liandong.kernel.calendar import Unit
from liandong.kernel.errors import BadInput

SETTABLE = sorted(name for name, one in DEFAULTS.items() if one.rule is not None)
TERMS = st.one_of(
    st.builds(lambda n, unit: {"amount": n, "unit": unit}, st.integers(1, MOST),
              st.sampled_from([unit.value for unit in Unit if unit is not Unit.SAME_DAY])),
    st.just({"amount": 1, "unit": "same_day"}))


@pytest.mark.parametrize("name", SETTABLE)
def test_every_default_is_a_value_that_could_be_set_in_words_and_as_json(name: str) -> None:
    one = DEFAULTS[name]
    assert one.rule is not None
    assert one.rule(from_typed(as_typed(one.value))) == one.value
    assert one.rule(from_typed(json.dumps(one.value))) == one.value
    assert json.loads(json.dumps(one.value)) == one.value


@given(TERMS)
def test_a_term_is_read_from_its_own_words(term: dict[str, Any]) -> None:
    assert a_term(from_typed(as_typed(term))) == term == a_term(term)


@pytest.mark.parametrize(("rule", "value"), [
    (a_term, "two days"), (a_term, "0 working_days"), (a_term, "1001 working_days"), (a_term, "2 same_day"),
    (a_term, "2 days"), (a_term, 2), (a_term, {"amount": True, "unit": "working_days"}), (a_term, {"amount": 1}),
    (a_term, {"amount": 1.5, "unit": "working_days"}), (a_term, {"amount": 1, "unit": ["working_days"]}),
    (a_term, None), (office_hours, [["08:30:10", "08:30:50"]]),
    (whole(0, 23), 24), (whole(0, 23), "-1"), (whole(0, 23), True), (whole(0, 23), 8.0), (whole(0, 23), "eight"),
    (days_by_size, {"simple": 3}), (days_by_size, {"simple": 3, "general": 7, "hard": 0}), (days_by_size, "3 7 15"),
    (office_hours, []), (office_hours, ""), (office_hours, "12:00-08:30"), (office_hours, "08:30-12:00 11:00-17:30"),
    (office_hours, "8.30 to 12"), (office_hours, "08:30-12:00 and so on"), (office_hours, 8),
    (office_hours, [["08:30"]]), (office_hours, [[8, 12]])])
def test_what_cannot_be_is_refused_with_the_way_to_write_it(rule: Any, value: Any) -> None:
    with pytest.raises(BadInput) as refused:
        rule(value)
    assert "写" in str(refused.value.fields["value"])


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()),
                 st.dictionaries(st.text(), st.integers())), st.sampled_from(SETTABLE))
def test_whatever_is_written_is_taken_or_refused_and_what_is_taken_is_kept_as_json(value: Any, name: str) -> None:
    rule = DEFAULTS[name].rule
    assert rule is not None
    try:
        clean = rule(value)
    except BadInput:
        return
    assert rule(json.loads(json.dumps(clean))) == clean
