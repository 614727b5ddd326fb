"""People's data in a real browser: intake that knows the caller, a matter made confidential, who saw what."""
from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from liandong.districts.scope import scope
from tests.issues.factories import PHONE, World, handling
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS", "")


def seen(person: Person, name: str) -> None:
    """Accessible, and kept as a picture where somebody wants to look."""
    person.is_accessible()
    if SHOTS:
        width = (person.page.viewport_size or {"width": 0})["width"]
        person.page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}-{person.language}.png"), full_page=True)


@pytest.mark.parametrize(("width", "language"), [(1366, "zh-hans"), (390, "en")])
def test_a_confidential_matter_from_intake_to_the_log(
        there: World, somebody: Callable[..., Person], width: int, language: str) -> None:
    with scope(1):
        issue = handling(there)
    desk = somebody(width, language)
    desk.sign_in("dispatcher")
    desk.go("/issues/new/")
    desk.page.fill("[name=reporter_phone]", "138 1234 5678")
    desk.page.locator("[name=reporter_phone]").blur()
    desk.page.wait_for_selector("#earlier .help")
    assert issue.number in desk.page.locator("#earlier").inner_text()
    assert PHONE not in desk.page.url
    seen(desk, "intake")

    desk.go(f"/issues/{issue.number}/confide/")
    seen(desk, "confide")
    desk.page.select_option("[name=second]", str(there.leader.account_id))
    desk.submit("confide")
    seen(desk, "confided")
    desk.page.locator("[name=purpose][value=tell]").click()
    desk.page.wait_for_selector("[data-minute]")

    admin = somebody(width, language)
    admin.sign_in("admin")
    admin.go("/readings/")
    assert issue.number in admin.page.locator("table").inner_text()
    seen(admin, "readings")
    admin.go("/readings/?number=991231-0001&day=2026-01-01")
    seen(admin, "readings-none")
