"""A full telephone on the screen: for a minute, and never on paper."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from liandong.districts.scope import scope
from tests.issues.factories import PHONE, World, handling
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1366, 390])
def test_a_full_telephone_goes_after_a_minute_and_is_not_printed(
        there: World, somebody: Callable[..., Person], width: int) -> None:
    with scope(1):
        issue = handling(there)
    officer = somebody(width)
    officer.page.clock.install()
    officer.sign_in("officer")
    officer.go(f"/issues/{issue.number}/")
    officer.page.locator("[name=purpose][value=visit]").click()
    officer.page.wait_for_selector("[data-minute]")
    assert officer.page.get_by_text(PHONE).is_visible()
    officer.is_accessible()
    officer.page.emulate_media(media="print")
    assert not officer.page.get_by_text(PHONE).is_visible()
    assert officer.page.get_by_text("徐某 138****78").is_visible()
    officer.page.emulate_media(media="screen")
    officer.page.clock.fast_forward(30_000)
    assert officer.page.get_by_text(PHONE).is_visible()
    officer.page.clock.fast_forward(31_000)
    assert PHONE not in officer.page.content()
    assert officer.page.get_by_text("徐某 138****78").is_visible()
