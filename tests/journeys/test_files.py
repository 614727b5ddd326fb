"""Files in a real browser: an officer attaches a paper with an answer, a resident a photo from a telephone."""
from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from liandong.districts.scope import scope
from liandong.issues.links import make_link
from tests.files import making
from tests.issues.factories import ANSWER, World, handling
from tests.journeys.conftest import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("LIANDONG_SHOTS", "")
"""A folder for pictures of the pages; none are taken without one."""
LONG = "府山街道蕺山里小区5幢2单元加装电梯管线迁移协调会议纪要（第三次会议，含各户签字页）盖章版.pdf"


def seen(person: Person, name: str) -> None:
    """Nothing is wrong with the page as it stands, at both widths."""
    for width in (390, 1366):
        person.page.set_viewport_size({"width": width, "height": 900})
        person.is_accessible()
        if SHOTS:
            person.page.screenshot(path=f"{SHOTS}/{name}-{person.language}-{width}.png", full_page=True)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_paper_and_a_photo_go_both_ways(there: World, somebody: Callable[..., Person], tmp_path: Path,
                                          language: str) -> None:
    with scope(1):
        issue = handling(there)
        link = make_link(issue, now=timezone.now()).path
    paper, old, photo = tmp_path / LONG, tmp_path / "通知.doc", tmp_path / "IMG_0231.HEIC"
    paper.write_bytes(making.pdf())
    old.write_bytes(making.OLE)
    photo.write_bytes(making.heic())

    resident = somebody(width=390, language=language)
    resident.go(link)
    seen(resident, "files-resident-form")
    resident.page.fill("textarea[name=text]", "楼道里的样子，照片在这里。")
    resident.page.set_input_files("input[name=attached]", [photo, old])
    resident.page.locator("form[action$='/add/'] button[type=submit]").click()
    resident.page.wait_for_load_state()
    assert ".docx" in resident.page.locator(".errors").inner_text()
    seen(resident, "files-resident-refused")
    resident.page.set_input_files("input[name=attached]", [photo])
    resident.page.locator("form[action$='/add/'] button[type=submit]").click()
    resident.page.wait_for_load_state()
    assert resident.page.locator(".attached a").first.inner_text().startswith("IMG_0231.jpg")

    officer = somebody(language=language)
    officer.sign_in("officer")
    officer.go(f"/issues/{issue.number}/act/answer/")
    officer.page.check("input[name=claim][value=solved]")
    for name in ("found", "done", "next"):
        officer.page.fill(f"textarea[name={name}]", ANSWER[name])
    officer.page.set_input_files("input[name=attached]", [paper])
    seen(officer, "files-answer-form")
    officer.submit("answer with a paper")
    assert officer.page.locator(".attached a").count() == 2
    seen(officer, "files-matter")

    resident.go("/f/")
    assert resident.page.locator("[aria-labelledby=an] .attached a").count() == 1
    seen(resident, "files-resident-answered")
    with resident.page.expect_download() as saved:
        resident.page.locator("[aria-labelledby=an] .attached a").click()
    assert saved.value.suggested_filename == LONG
