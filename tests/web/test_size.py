"""What is too large is refused before it is read, with its own sentence and status."""
from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liandong.people.models import Account
from liandong.web.middleware import LARGEST_FILE, LARGEST_FORM
from tests.issues.conftest import site
from tests.issues.factories import World

__all__ = ["site"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "size"), [("/accounts/login/", LARGEST_FORM), ("/people/import/", LARGEST_FILE),
                                            ("/f/find/", LARGEST_FORM), ("/f/add/", LARGEST_FILE),
                                            ("/issues/new/", LARGEST_FILE), ("/issues/1/act/note/", LARGEST_FILE),
                                            ("/issues/1/act/accept/", LARGEST_FORM)])
def test_more_than_a_page_may_take_is_refused_by_what_it_says_of_itself(path: str, size: int) -> None:
    large = Client().post(path, {"login": "x"}, CONTENT_LENGTH=str(size + 1))
    assert large.status_code == 413
    assert "没有收" in large.content.decode()
    assert large.headers["Cache-Control"] == "no-store"
    assert Client().post(path, {"login": "x"}).status_code != 413


def test_a_length_that_is_no_number_is_no_length() -> None:
    assert Client().get("/accounts/login/", CONTENT_LENGTH="-1").status_code == 200


@pytest.fixture
def desk(site: World) -> Client:
    """The administrator's browser, in English."""
    browser = Client()
    browser.force_login(Account.objects.get(pk=site.admin.account_id or 0))
    browser.cookies["language"] = "en"
    return browser


def test_the_refusal_speaks_the_reader_s_language_in_the_reader_s_frame(desk: Client) -> None:
    large = desk.post("/people/new/", {"name": "x"}, CONTENT_LENGTH=str(LARGEST_FORM + 1))
    html = large.content.decode()
    assert large.status_code == 413
    assert "was not taken" in html
    assert 'aria-label="Main navigation"' in html
    assert "Sign out" in html


def test_texts_beside_a_file_are_bounded_like_any_other(desk: Client) -> None:
    large = desk.post("/people/import/", {"more": "x" * (LARGEST_FORM + 1), "file": SimpleUploadedFile("a.csv", b"a")})
    assert large.status_code == 413
    assert "was not taken" in large.content.decode()


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(("language", "said"), [("zh-hans", "一次最多 500 栏"), ("en", "At most 500 fields at once")])
def test_too_many_fields_are_refused_in_a_sentence(site: World, strict: bool, language: str, said: str) -> None:
    browser = Client(enforce_csrf_checks=strict)
    browser.force_login(Account.objects.get(pk=site.admin.account_id or 0))
    browser.cookies["language"] = language
    browser.get("/people/new/")  # the check of the form's sign reads the form only where there is a sign
    answer = browser.post("/people/new/", {f"f{n}": "x" for n in range(501)})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert said in html
    assert "bar-nav" in html
