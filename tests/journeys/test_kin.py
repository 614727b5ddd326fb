"""One message with two matters, within its budget; two reports of one matter, each reporter asked on their own link."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from liandong.districts.scope import scope
from liandong.issues.models import Issue
from liandong.issues.terms import End, State
from tests.issues.factories import World, received
from tests.journeys.conftest import Person, Tally
from tests.journeys.test_matter import assign, judge, link_of, press, register, write_answer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BUDGET = 20
"""Values typed, picked or ticked from intake to close of a matter split in two. Source: the issue, budgets."""
LONG = "三单元一到四楼楼道灯都不亮，老人晚上上下楼看不见台阶，请物业和社区一起来看一看是线路老化还是灯坏了。"


def of(**values: object) -> Issue:
    with scope(1):
        return Issue.objects.get(**values)


def check(desk: Person, issue: Issue) -> None:
    desk.go(f"/issues/{issue.number}/act/check/")
    desk.submit("check")


def test_a_matter_split_in_two_stays_within_the_budget(
        there: World, somebody: Callable[..., Person], record_property: Callable[[str, object], None],
        capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    desk, office = somebody(tally=tally), somebody(tally=tally)
    resident = somebody(width=390, tally=tally)
    desk.sign_in("dispatcher")
    office.sign_in("officer")
    issue = register(desk, there)
    link = link_of(desk, issue)
    desk.go(f"/issues/{issue.number}/act/split/")
    desk.is_accessible()
    desk.page.fill("[name=part1]", LONG)
    desk.page.fill("[name=part2]", "垃圾桶满了没人清运。")
    desk.submit("split")
    desk.is_accessible()
    with scope(1):
        parts = list(Issue.objects.filter(parent=issue).order_by("id"))
    for one in parts:
        assign(desk, one, "GL016")
        press(office, one, "accept")
        write_answer(office, one)
        check(desk, one)
    desk.go(f"/issues/{issue.number}/act/answer_split/")
    desk.is_accessible()
    desk.submit("answer all parts")
    judge(resident, link)
    assert of(id=issue.id).end == End.SOLVED
    with capsys.disabled():
        print(f"\nValues typed, picked or ticked for a matter split in two (budget {BUDGET}):\n{tally.table()}")
    record_property("typed_values_split_in_two", tally.total)
    assert 0 < tally.total <= BUDGET


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_two_reports_of_one_matter_are_answered_once_and_both_reporters_asked(
        there: World, somebody: Callable[..., Person], language: str) -> None:
    desk, office = somebody(language=language), somebody(width=390, language=language)
    first, second = somebody(width=390, language=language), somebody(width=390, language=language)
    desk.sign_in("dispatcher")
    office.sign_in("officer")
    main = register(desk, there)
    with scope(1):
        twin = received(there, title=LONG[:60], reporter_name="林小燕", reporter_phone="13900001111")
    links = [link_of(desk, main), link_of(desk, twin)]
    assign(desk, main, "GL016")
    press(office, main, "accept")
    desk.go(f"/issues/{twin.number}/act/merge/")
    desk.is_accessible()
    assert desk.page.locator(f"a[href='/issues/{main.number}/']").first.is_visible(), "proposed, never merged by itself"
    desk.page.fill("[name=main]", main.number)
    desk.submit("merge")
    for one in (main, twin):
        desk.go(f"/issues/{one.number}/")
        desk.is_accessible()
    desk.go("/issues/")
    desk.is_accessible()
    second.go(links[1])
    second.is_accessible()
    write_answer(office, main)
    judge(first, links[0])
    assert of(id=main.id).state == State.ANSWERED
    first.is_accessible()
    judge(second, links[1])
    assert of(id=main.id).end == End.SOLVED
    desk.go("/issues/figures/")
    desk.is_accessible()
    office.go("/issues/figures/")
    office.is_accessible()
