"""Who uses no mouse, who needs large letters, who has a small screen: the main pages serve them too."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from liandong.districts.scope import scope
from liandong.issues.links import make_link
from liandong.issues.models import Issue
from liandong.issues.terms import State
from tests.issues.factories import World, answered, handling, received
from tests.journeys.conftest import PASSWORD, Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MOST_KEYS = 60
"""A page's acts are reached within this many presses of the tabulator."""
OUTLINE = """e => [e, e.closest('.item')].some(one => {
  const s = one && getComputedStyle(one); return s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 })"""
"""Whether the focus shows: around the control, or around the whole row that its link opens."""


def tab_to(person: Person, selector: str) -> None:
    """Press the tabulator until the focus stands on what is sought, and see that it shows."""
    for _ in range(MOST_KEYS):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("s => !!document.activeElement && document.activeElement.matches(s)", selector):
            assert person.page.locator(":focus").evaluate(OUTLINE), f"{selector} has the focus, but does not show it"
            return
    pytest.fail(f"the tabulator never comes to {selector} on {person.page.url}")


def enter(person: Person, address: str) -> None:
    person.page.keyboard.press("Enter")
    person.page.wait_for_url(person.address + address)


def test_a_matter_is_found_on_the_desk_and_handed_over_by_the_keyboard_alone(
        there: World, somebody: Callable[..., Person]) -> None:
    with scope(1):
        number = received(there).number
    desk = somebody()
    desk.go("/accounts/login/")
    tab_to(desk, "input[name=login]")
    desk.page.keyboard.type("dispatcher")
    tab_to(desk, "input[name=password]")
    desk.page.keyboard.type(PASSWORD)
    enter(desk, "/")
    desk.page.keyboard.press("Tab")
    assert desk.page.locator(":focus").get_attribute("href") == "#main"  # the first stop leads past the bar
    tab_to(desk, f"main a[href='/issues/{number}/']")
    enter(desk, f"/issues/{number}/")
    tab_to(desk, "main a[href$='/act/assign/']")
    enter(desk, f"/issues/{number}/act/assign/")
    tab_to(desk, "#item")
    desk.page.keyboard.type("GL016")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector("[name=owner]:checked")
    tab_to(desk, "main button.btn-primary[type=submit]")
    enter(desk, f"/issues/{number}/")
    with scope(1):
        assert Issue.objects.get().state == State.ASSIGNED


STAFF_PAGES = ("/", "/issues/", "/issues/{number}/", "/issues/new/", "/issues/{number}/act/answer/", "/duties/",
               "/organisations/", "/inbox/", "/people/me/")
ADMIN_PAGES = ("/", "/people/", "/people/new/", "/calendar/", "/dead-letters/")


def wide(person: Person) -> bool:
    return bool(person.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_large_letters_on_a_phone_need_no_scrolling_sideways(
        there: World, somebody: Callable[..., Person], language: str) -> None:
    with scope(1):
        number = handling(there).number
        link = make_link(answered(there), now=timezone.now()).path
    resident = somebody(width=390, language=language)
    resident.page.context.add_cookies([{"name": "large", "value": "1", "url": resident.address}])
    for page in (link, "/f/", "/f/withdraw/", "/f/find/"):
        resident.go(page)
        assert not wide(resident), page
    for who, pages in (("officer", STAFF_PAGES), ("admin", ADMIN_PAGES)):
        person = somebody(width=390, language=language)
        person.page.context.add_cookies([{"name": "large", "value": "1", "url": person.address}])
        person.go("/accounts/login/")
        assert person.page.locator("html.large").count() == 1
        assert not wide(person)
        person.sign_in(who)
        too_wide = []
        for page in pages:
            person.go(page.format(number=number))
            assert person.page.locator("html.large").count() == 1
            if wide(person):
                too_wide.append(page)
        assert too_wide == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_bar_stays_on_one_line_however_long_the_office_s_name(
        there: World, somebody: Callable[..., Person], language: str) -> None:
    with scope(1):
        there.office("desk-330602002").__class__.objects.filter(key="desk-330602002").update(
            name="府山街道社会治理综合协调指挥调度中心")
    for who in ("dispatcher", "admin"):
        person = somebody(language=language)
        person.sign_in(who)
        tops = person.page.evaluate("[...document.querySelectorAll('.bar-in > *')].map(e => e.offsetTop)")
        assert len(set(tops)) == 1, who
        assert not wide(person)
    assert person.page.locator(".bar-me").get_attribute("title")
