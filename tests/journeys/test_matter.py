"""From intake to the resident's answer, in a real browser, in both languages."""
from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from liandong.districts.scope import scope
from liandong.issues.models import Entry, Issue
from liandong.issues.terms import End, State
from tests.issues.factories import World
from tests.journeys.conftest import Person, Tally

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
BUDGET = 12
"""Values typed, picked or ticked from intake to close of a simple matter. Source: the issue, Less burden."""


def the_matter() -> Issue:
    with scope(1):
        return Issue.objects.select_related("owner").get()


def register(desk: Person, world: World) -> Issue:
    desk.go("/issues/new/")
    desk.is_accessible()
    desk.page.fill("[name=text]", "单元里老人多，最高住到六楼，想装电梯。管线迁移没有人牵头。")
    desk.page.fill("[name=place]", world.small.places.compound.name)
    desk.page.fill("[name=address]", "5 幢 2 单元")
    desk.page.fill("[name=reporter_name]", "徐小明")
    desk.page.fill("[name=reporter_phone]", "13800001234")
    desk.submit("register")
    return the_matter()


def assign(desk: Person, issue: Issue, item: str) -> None:
    desk.go(f"/issues/{issue.number}/act/assign/")
    desk.is_accessible()
    desk.tally.step = "assign"
    desk.page.fill("#item", item)
    desk.page.locator("#item").blur()
    desk.page.wait_for_selector("[name=owner]:checked")
    desk.is_accessible()
    desk.submit("assign")


def press(person: Person, issue: Issue, act: str) -> None:
    """A button of the matter's page that asks nothing."""
    person.go(f"/issues/{issue.number}/")
    person.is_accessible()
    person.tally.step = act
    person.page.locator(f"form[action$='/act/{act}/'] button").click()
    person.page.wait_for_load_state()


def write_answer(office: Person, issue: Issue) -> None:
    office.go(f"/issues/{issue.number}/act/answer/")
    office.is_accessible()
    office.page.check("[name=claim][value=solved]")
    office.page.fill("textarea[name=found]", "燃气立管和给水管要先迁。")
    office.page.fill("textarea[name=done]", "11 月 24 日三家到现场，方案已定。")
    office.page.fill("textarea[name=next]", "12 月 1 日开工，社区每周公布进度。")
    office.submit("answer")


def link_of(desk: Person, issue: Issue) -> str:
    """The resident's link, from the receipt."""
    desk.go(f"/issues/{issue.number}/")
    desk.page.locator("form[action$='/receipt/'] button").click()
    desk.page.wait_for_load_state()
    desk.is_accessible()
    found = re.search(r'href="[^"]*(/f/[^"/]+/)"', desk.page.content())
    assert found is not None
    return found[1]


def judge(resident: Person, link: str) -> None:
    resident.go(link)
    resident.is_accessible()
    resident.page.check("[name=solved][value=solved]")
    resident.page.check("[name=satisfied][value=very]")
    resident.tally.step = "judge"
    resident.page.locator("form[action$='/judge/'] button[type=submit]").click()
    resident.page.wait_for_load_state()


def test_a_simple_matter_stays_within_the_budget_of_typed_values(
        there: World, somebody: Callable[..., Person], record_property: Callable[[str, object], None],
        capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    desk, office = somebody(tally=tally), somebody(tally=tally)
    resident = somebody(width=390, tally=tally)
    desk.sign_in("dispatcher")
    desk.is_accessible()
    office.sign_in("officer")
    issue = register(desk, there)
    link = link_of(desk, issue)
    assign(desk, issue, "GL016")
    press(office, issue, "accept")
    write_answer(office, issue)
    judge(resident, link)
    done = the_matter()
    assert (done.state, done.end) == (State.CLOSED, End.SOLVED)
    with capsys.disabled():
        print(f"\nValues typed, picked or ticked for a simple matter (budget {BUDGET}):\n{tally.table()}")
    record_property("typed_values", tally.total)
    assert 0 < tally.total <= BUDGET


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_matter_with_a_return_and_a_question_on_the_way(there: World, somebody: Callable[..., Person],
                                                          language: str) -> None:
    desk, office, caller = somebody(language=language), somebody(language=language), somebody(language=language)
    other = somebody(width=390, language=language)
    resident = somebody(width=390, language=language)
    for person, name in ((desk, "dispatcher"), (office, "officer"), (caller, "caller"), (other, "team")):
        person.sign_in(name)
    issue = register(desk, there)
    link = link_of(desk, issue)

    # handed to the wrong team, which gives it back by the catalogue
    assign(desk, issue, "CJ017")
    other.go(f"/issues/{issue.number}/act/send_back/")
    other.is_accessible()
    other.page.fill("[name=item]", "GL016")
    other.page.fill("[name=proposed]", there.office("office-urban").name)
    other.page.fill("[name=reason]", "加装电梯由城建办牵头，不是违法建设。")
    other.submit("send back")
    press(desk, issue, "agree_return")
    assign(desk, issue, "GL016")

    # accepted, and the resident is asked
    press(office, issue, "accept")
    office.go(f"/issues/{issue.number}/act/ask_resident/")
    office.page.fill("[name=text]", "一楼两户同意吗？")
    office.submit("ask")
    resident.go(link)
    resident.is_accessible()
    resident.page.fill("form[action$='/reply/'] [name=text]", "一户同意，一户还在商量。")
    resident.page.locator("form[action$='/reply/'] button[type=submit]").click()
    resident.page.wait_for_load_state()
    assert the_matter().state == State.HANDLING
    write_answer(office, issue)

    # the call-back by a clerk who did not handle it
    caller.go(f"/issues/{issue.number}/act/confirm/")
    caller.is_accessible()
    caller.page.check("[name=solved][value=solved]")
    caller.page.check("[name=satisfied][value=satisfied]")
    caller.submit("call back")
    assert the_matter().end == End.SOLVED
    with scope(1):
        acts = list(Entry.objects.order_by("version").values_list("act", flat=True))
    assert acts == ["receive", "assign", "send_back", "agree_return", "assign", "accept", "ask_resident", "supplement",
                    "answer", "confirm"]
    for person in (desk, resident):
        person.go(link if person is resident else f"/issues/{issue.number}/")
        person.is_accessible()
