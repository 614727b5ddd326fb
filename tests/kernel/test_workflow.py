"""The kernel's workflow tables, tried on a small one."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.kernel.diagrams import page
from liandong.kernel.errors import NotAllowed, RuleBroken
from liandong.kernel.labelled import Doer, Labelled
from liandong.kernel.words import Sentence, say
from liandong.kernel.workflow import SAME, Effect, Guard, Row, Same, Workflow, row


class Lamp(Labelled):
    OFF = "off", "关着"
    ON = "on", "亮着"
    BROKEN = "broken", "坏了"


class Act(StrEnum):
    BUY = "buy"
    SWITCH = "switch"
    LOOK = "look"
    BREAK = "break"
    BURN_OUT = "burn_out"


class Who(Doer):
    GUEST = "guest", "客人"
    HOST = "host", "主人"
    CLOCK = "clock", "时钟"

    @property
    def human(self) -> bool:
        return self is not Who.CLOCK


@dataclass(frozen=True)
class Facts:
    current: bool = True
    dark: bool = True


class Flash(Effect):
    def __str__(self) -> str:
        return "flashes"


CURRENT: Guard[Facts] = Guard("有电", lambda facts: None if facts.current else say("没有电。"))
DARK: Guard[Facts] = Guard("天黑", lambda facts: None if facts.dark else say("天还亮着。"), hides=True)
ROWS: list[Row[Lamp, Act, Facts]] = [
    row(Act.BUY, "买来", None, Lamp.OFF, {Who.HOST}),
    row(Act.SWITCH, "开灯", Lamp.OFF, Lamp.ON, {Who.GUEST, Who.HOST}, DARK, CURRENT, clocks=[Flash()]),
    row(Act.LOOK, "看一看", {Lamp.OFF, Lamp.ON}, SAME, {Who.GUEST}),
    row(Act.BREAK, "打破", {Lamp.OFF, Lamp.ON}, Lamp.BROKEN, {Who.GUEST}),
    row(Act.BURN_OUT, "烧坏", Lamp.ON, Lamp.BROKEN, {Who.CLOCK}),
]
LAMP: Workflow[Lamp, Act, Facts] = Workflow("lamp", None, ROWS)


def table(*rows: Row[Lamp, Act, Facts], start: Lamp | None = None) -> Workflow[Lamp, Act, Facts]:
    return Workflow("lamp", start, rows)


def test_buttons_stand_in_the_order_of_the_table() -> None:
    assert [each.row.act for each in LAMP.choices(Lamp.OFF, {Who.GUEST}, Facts())] == [Act.SWITCH, Act.LOOK, Act.BREAK]


def test_a_failing_guard_greys_the_button_and_says_why() -> None:
    switch = LAMP.choices(Lamp.OFF, {Who.HOST}, Facts(current=False))[0]
    assert (switch.allowed, switch.reason) == (False, say("没有电。"))


def test_a_guard_that_hides_leaves_the_button_out_and_still_refuses_the_act() -> None:
    facts = Facts(dark=False)
    assert LAMP.choices(Lamp.OFF, {Who.HOST}, facts) == []
    with pytest.raises(RuleBroken) as refusal:
        LAMP.step(Lamp.OFF, Act.SWITCH, {Who.HOST}, facts)
    assert refusal.value.sentence == say("天还亮着。")


def test_what_the_clock_does_is_no_button_even_for_the_clock() -> None:
    assert Act.BURN_OUT not in [each.row.act for each in LAMP.choices(Lamp.ON, set(Who), Facts())]
    assert LAMP.step(Lamp.ON, Act.BURN_OUT, {Who.CLOCK}, Facts()).to is Lamp.BROKEN
    assert [each.act for each in LAMP.rows if not each.button] == [Act.BURN_OUT]


def test_somebody_without_the_part_is_not_allowed_and_told_the_word_on_the_button() -> None:
    with pytest.raises(NotAllowed) as refusal:
        LAMP.step(Lamp.OFF, Act.BREAK, {Who.HOST}, Facts())
    assert str(refusal.value) == "您的任职不能在这件事上“打破”。"
    assert refusal.value.sentence.values == {"act": Sentence("打破")}


def test_an_act_of_another_state_breaks_a_rule_and_names_the_state() -> None:
    with pytest.raises(RuleBroken) as refusal:
        LAMP.step(Lamp.BROKEN, Act.SWITCH, {Who.HOST}, Facts())
    assert str(refusal.value) == "现在是“坏了”，不能“开灯”。"


def test_a_row_that_stays_keeps_the_state() -> None:
    step = LAMP.step(Lamp.ON, Act.LOOK, {Who.GUEST}, Facts())
    assert (step.frm, step.to, step.row.label) == (Lamp.ON, Lamp.ON, "看一看")


def test_a_step_carries_what_happens_to_the_clocks() -> None:
    assert [type(each) for each in LAMP.step(Lamp.OFF, Act.SWITCH, {Who.HOST}, Facts()).row.clocks] == [Flash]


def test_the_ends_are_the_states_that_nothing_leaves() -> None:
    assert LAMP.ends == {Lamp.BROKEN}


BUY, BREAK = ROWS[0], ROWS[3]


@pytest.mark.parametrize(("make", "complaint"), [
    (lambda: table(*ROWS, row(Act.LOOK, "又看", Lamp.ON, SAME, {Who.HOST})), "two rows for state on and act look"),
    (lambda: table(BUY, BREAK), "not reachable: on"),
    (lambda: table(BUY, row(Act.SWITCH, "开", Lamp.OFF, Lamp.ON, {Who.HOST}),
                   row(Act.LOOK, "关", Lamp.ON, Lamp.OFF, {Who.HOST})), "no end can be reached from: (new), off, on"),
    (lambda: table(row(Act.BUY, "", None, Lamp.OFF, {Who.HOST})), "buy has no label"),
    (lambda: table(row(Act.BUY, "买", None, Lamp.OFF, set())), "nobody may do buy"),
    (lambda: table(row(Act.BUY, "买", set(), Lamp.OFF, {Who.HOST})), "buy starts nowhere"),
    (lambda: table(row(Act.BUY, "买", None, SAME, {Who.HOST})), "stays where nothing is yet"),
])
def test_a_wrong_table_is_refused_when_it_is_built(make: Callable[[], object], complaint: str) -> None:
    with pytest.raises(ValueError) as refusal:
        make()
    assert complaint in str(refusal.value)


def test_the_diagram_shows_every_state_and_joins_rows_between_the_same_two() -> None:
    assert LAMP.mermaid() == """\
stateDiagram-v2
    state "关着" as off
    state "亮着" as on
    state "坏了" as broken
    [*] --> off: 买来
    off --> on: 开灯
    off --> off: 看一看
    on --> on: 看一看
    off --> broken: 打破
    on --> broken: 打破 / 烧坏
    broken --> [*]
"""


def test_a_table_that_starts_in_a_state_draws_the_way_in() -> None:
    assert "[*] --> off\n" in table(*ROWS[1:], start=Lamp.OFF).mermaid()


def test_the_page_lists_guards_and_clocks_of_every_row() -> None:
    lines = page(LAMP).splitlines()
    assert "| switch | 开灯 | 关着 | 亮着 | 客人、主人 | 天黑；有电 | flashes |" in lines
    assert "| look | 看一看 | 关着、亮着 | same | 客人 | – | – |" in lines
    assert "| buy | 买来 | (new) | 关着 | 主人 | – | – |" in lines


@given(st.sampled_from([None, *Lamp]), st.sets(st.sampled_from(Who)), st.builds(Facts))
def test_buttons_and_steps_never_disagree(state: Lamp | None, roles: set[Who], facts: Facts) -> None:
    allowed = {each.row.act for each in LAMP.choices(state, roles, facts) if each.allowed}
    for act in Act:
        try:
            step = LAMP.step(state, act, roles, facts)
        except (NotAllowed, RuleBroken):
            assert act not in allowed
        else:
            assert act in allowed or not any(part.human for part in step.row.by & roles)
            assert isinstance(step.row.to, Same) or step.to is step.row.to
