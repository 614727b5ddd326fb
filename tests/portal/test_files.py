"""A resident sends photos with a reply, sees what was sent to them, and nothing internal."""
from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liandong.files import storing
from liandong.files.checking import Checked
from liandong.files.models import File
from liandong.files.terms import Kind
from liandong.issues.models import Issue
from tests.files import making
from tests.issues.factories import ANSWER, World, handling, received
from tests.issues.pages import given
from tests.portal.conftest import follow, seen

pytestmark = pytest.mark.django_db
PAPER = Checked("验收单.pdf", Kind.PDF, ".pdf", b"%PDF- paper")
INTERNAL = Checked("内部意见.pdf", Kind.PDF, ".pdf", b"%PDF- inside")


@pytest.fixture(autouse=True)
def _root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "ROOT", tmp_path)


def test_photos_of_a_telephone_answer_a_question(site: World) -> None:
    issue = site.do("ask_resident", handling(site), site.officer, text="漏在哪里？")
    browser = follow(issue)
    page = browser.get("/f/").content.decode()
    assert 'accept="image/*,' in page
    assert page.count('enctype="multipart/form-data"') == 1
    answer = browser.post("/f/reply/", {"text": "厨房顶上", "seen": seen(browser), "attached": [
        SimpleUploadedFile("IMG_0001.HEIC", making.heic()), SimpleUploadedFile("IMG_0002.jpg", making.telling_jpeg())]},
        follow=True)
    html = answer.content.decode()
    assert "我们接着办" in html
    first, second = File.objects.order_by("id")
    assert f'href="/f/files/{first.id}/">IMG_0001.jpg（' in html
    assert (first.is_public, first.by_id, second.name) == (True, None, "IMG_0002.jpg")
    answer = browser.get(f"/f/files/{second.id}/")
    assert (answer["Content-Type"], answer["X-Robots-Tag"][:7]) == ("image/jpeg", "noindex")
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'; script-src 'none'")
    assert b"CANARY" not in given(answer)


def test_something_more_may_be_a_paper(site: World) -> None:
    browser = follow(received(site))
    answer = browser.post("/f/add/", {"text": "通知", "seen": seen(browser),
                                      "attached": SimpleUploadedFile("通知.pdf", making.pdf())}, follow=True)
    assert "通知.pdf（" in answer.content.decode()


def test_a_refused_file_is_said_and_what_was_typed_stays(site: World) -> None:
    browser = follow(received(site))
    answer = browser.post("/f/add/", {"text": "老通知", "seen": seen(browser),
                                      "attached": SimpleUploadedFile("通知.doc", making.OLE)})
    assert answer.status_code == 422
    assert "另存为 .docx" in answer.content.decode()
    assert "老通知" in answer.content.decode()
    assert not File.objects.exists()


def test_what_comes_with_an_answer_is_beside_it_and_the_internal_is_nowhere(site: World) -> None:
    issue = site.do("note", handling(site), site.officer, text="内部", files=[INTERNAL])
    issue = site.do("answer", issue, site.officer, files=[PAPER], **ANSWER)
    browser = follow(issue)
    html = browser.get("/f/").content.decode()
    assert html.split('id="an"')[1].split("</section>")[0].count("验收单.pdf（1 KB）") == 1
    assert "内部意见" not in html
    for one in File.objects.all():
        answer = browser.get(f"/f/files/{one.id}/")
        assert answer.status_code == (200 if one.is_public else 404)
        assert not one.is_public or given(answer) == PAPER.data


def test_the_link_of_one_matter_opens_no_file_of_another(site: World) -> None:
    site.do("interim", handling(site), site.officer, text="量过", files=[PAPER])
    assert follow(received(site)).get(f"/f/files/{File.objects.get().id}/").status_code == 404


def test_without_a_link_there_is_no_file(site: World) -> None:
    site.do("interim", handling(site), site.officer, text="量过", files=[PAPER])
    assert Client().get(f"/f/files/{File.objects.get().id}/")["Location"] == "/f/find/"


def test_when_the_process_takes_no_reply_no_file_is_read(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liandong.files.fields.check_all", lambda files: pytest.fail("read") if files else [])
    issue: Issue = handling(site)
    browser = follow(issue)
    answer = browser.post("/f/reply/", {"text": "x", "seen": seen(browser),
                                        "attached": SimpleUploadedFile("a.jpg", making.picture())})
    assert answer.status_code in {403, 409}
