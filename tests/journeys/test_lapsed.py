"""A sign-in that runs out while somebody types: a real browser says whose page it was, and the text is still there."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from liandong.districts.scope import scope
from liandong.issues.models import Issue
from tests.issues.factories import World
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LONG = "单元里老人多，想装电梯。\n管线迁移没有人牵头，三家都说不归自己管。"


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1366), ("en", 390)])
@pytest.mark.parametrize("gone", ["session", "csrf"])
def test_a_long_text_is_given_back_and_the_way_in_opens_beside_it(
        there: World, somebody: Callable[..., Person], language: str, width: int, gone: str) -> None:
    desk = somebody(width=width, language=language)
    desk.sign_in("dispatcher")
    desk.go("/issues/new/")
    desk.page.fill("[name=text]", LONG)
    desk.page.fill("[name=reporter_name]", "徐小明")
    desk.page.context.clear_cookies(name=gone)
    with desk.page.expect_response("**/issues/new/") as answered:
        desk.submit("register")
    assert answered.value.status == 403
    assert desk.page.locator("textarea[readonly]").first.input_value() == LONG
    assert "徐小明" in [one.input_value() for one in desk.page.locator("textarea[readonly]").all()]
    desk.is_accessible()
    with scope(1):
        assert not Issue.objects.exists()
    with desk.page.context.expect_page() as opened:
        desk.page.locator("main a.btn-primary").click()
    opened.value.wait_for_load_state()
    there_now = "/accounts/login/?next=/issues/new/" if gone == "session" else "/issues/new/"
    assert opened.value.url == desk.address + there_now
    assert desk.page.locator("textarea[readonly]").first.input_value() == LONG
