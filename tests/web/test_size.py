"""What is too large is refused before it is read, with its own sentence and status."""
from __future__ import annotations

import pytest
from django.test import Client

from liandong.web.middleware import LARGEST_FILE, LARGEST_FORM

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "size"), [("/accounts/login/", LARGEST_FORM), ("/people/import/", LARGEST_FILE),
                                            ("/f/find/", LARGEST_FORM), ("/nothing/", LARGEST_FORM)])
def test_more_than_a_page_may_take_is_refused_by_what_it_says_of_itself(path: str, size: int) -> None:
    large = Client().post(path, {"login": "x"}, CONTENT_LENGTH=str(size + 1))
    assert large.status_code == 413
    assert "没有收" in large.content.decode()
    assert large.headers["Cache-Control"] == "no-store"
    assert Client().post(path, {"login": "x"}).status_code != 413


def test_a_length_that_is_no_number_is_no_length() -> None:
    assert Client().get("/accounts/login/", CONTENT_LENGTH="-1").status_code == 200
