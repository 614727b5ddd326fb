"""A matter returned once stays within its budget; one that cannot go on now is asked about, granted, resumed."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from liandong.issues.terms import End, State
from tests.issues.factories import World
from tests.journeys.conftest import Person, Tally
from tests.journeys.test_matter import assign, judge, link_of, press, register, the_matter, write_answer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BUDGET = 15
"""Values typed, picked or ticked from intake to close, with one return. Source: the issue, budgets."""


def test_a_return_costs_three_values_more(
        there: World, somebody: Callable[..., Person], record_property: Callable[[str, object], None],
        capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    desk, office, other = somebody(tally=tally), somebody(tally=tally), somebody(tally=tally)
    resident = somebody(width=390, tally=tally)
    for person, name in ((desk, "dispatcher"), (office, "officer"), (other, "team")):
        person.sign_in(name)
    issue = register(desk, there)
    link = link_of(desk, issue)
    assign(desk, issue, "CJ017")
    other.go(f"/issues/{issue.number}/act/send_back/")
    other.page.fill("[name=item]", "GL016")
    other.page.fill("[name=proposed]", there.office("office-urban").name)
    other.submit("send back")
    press(desk, issue, "agree_return")
    assign(desk, issue, "GL016")
    press(office, issue, "accept")
    write_answer(office, issue)
    judge(resident, link)
    done = the_matter()
    assert (done.state, done.end) == (State.CLOSED, End.SOLVED)
    with capsys.disabled():
        print(f"\nValues typed, picked or ticked with a return (budget {BUDGET}):\n{tally.table()}")
    record_property("typed_values_with_a_return", tally.total)
    assert 0 < tally.total <= BUDGET


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_matter_stands_by_anothers_yes_and_goes_on(there: World, somebody: Callable[..., Person],
                                                     language: str) -> None:
    desk, office = somebody(language=language), somebody(width=390, language=language)
    leader = somebody(width=390, language=language)
    for person, name in ((desk, "dispatcher"), (office, "officer"), (leader, "leader")):
        person.sign_in(name)
    issue = register(desk, there)
    assign(desk, issue, "GL016")
    press(office, issue, "accept")
    office.go(f"/issues/{issue.number}/act/ask_extend/")
    office.is_accessible()
    office.go(f"/issues/{issue.number}/act/ask_suspend/")
    office.is_accessible()
    office.page.check("[name=code][value=works]")
    soon = office.page.evaluate("new Date(Date.now() + 20 * 86400000).toISOString().slice(0, 10)")
    office.page.fill("[name=review_on]", soon)
    office.page.fill("[name=reason]", "等自来水公司、燃气公司、供电公司三家一起排期迁移管线，排期表已经报区里。")
    office.submit("ask to suspend")
    desk.go("/issues/")
    desk.is_accessible()
    assert desk.page.get_by_text("待审批" if language == "zh-hans" else "Awaiting approval").first.is_visible()
    press(leader, issue, "suspend")
    assert the_matter().state == State.SUSPENDED
    desk.go("/issues/")
    desk.is_accessible()
    press(office, issue, "resume")
    office.is_accessible()
    assert the_matter().state == State.HANDLING
    desk.go(f"/issues/{issue.number}/act/reassign/")
    desk.is_accessible()
