"""Number and code, typed: one answer to whoever guesses, and a budget of failures. Source: trust.md 7."""
from __future__ import annotations

import re
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client

from liandong.issues import links
from liandong.portal import budget
from tests.issues.factories import START, World, received


def _try(number: str, code: str, address: str = "10.0.0.1") -> HttpResponse:
    return cast(HttpResponse, Client(REMOTE_ADDR=address).post("/f/find/", {"number": number, "code": code}))


def test_number_and_code_open_the_matter_however_they_are_typed(site: World) -> None:
    issue = received(site)
    made = links.make_link(issue, now=START)
    assert _try(f" {issue.number} ", made.spoken.lower())["Location"] == "/f/"


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(site: World) -> None:
    known = received(site).number
    links.make_link(received(site), now=START)
    answers = [_try(number, "ABCD2345") for number in (known, "991231-0001")]
    assert [one.status_code for one in answers] == [422, 422]
    texts = [re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", one.content.decode()).replace(number, "")
             for one, number in zip(answers, (known, "991231-0001"), strict=True)]
    assert texts[0] == texts[1]


def test_after_five_failures_a_number_is_closed_for_the_right_code_too(site: World) -> None:
    issue = received(site)
    made = links.make_link(issue, now=START)
    for n in range(5):
        assert _try(issue.number, "ABCD2345", f"10.0.0.{n}").status_code == 422
    answer = _try(issue.number, made.code, "10.0.1.1")
    assert answer.status_code == 429
    assert "用收到的链接打开" in answer.content.decode()
    assert Client().get(made.path).status_code == 302
    other = received(site)
    assert _try(other.number, links.make_link(other, now=START).code, "10.0.1.1").status_code == 302


def test_a_number_has_one_budget_however_it_is_typed(site: World) -> None:
    issue = received(site)
    made = links.make_link(issue, now=START)
    for n, typed in enumerate(("{}", "{}x", " {} a", "No{}", "b{}")):
        assert _try(typed.format(issue.number), "ABCD2345", f"10.0.0.{n}").status_code == 422
    assert _try(f"z{issue.number}", made.code, "10.0.1.1").status_code == 429


def test_wide_digits_and_letters_are_what_they_look_like(site: World) -> None:
    issue = received(site)
    made = links.make_link(issue, now=START)
    wide = {ord(c): ord(c) + 0xFEE0 for c in issue.number + made.code}
    assert _try(issue.number.translate(wide), made.code.translate(wide))["Location"] == "/f/"


def test_an_address_that_keeps_failing_is_answered_no_more(site: World) -> None:
    for n in range(20):
        assert _try(f"261124-{n:04d}", "ABCD2345").status_code == 422
    assert _try("261124-0099", "ABCD2345").status_code == 429
    assert _try("261124-0099", "ABCD2345", "10.0.0.2").status_code == 422


def test_the_whole_site_has_a_budget_too(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    small = (*budget.BUDGETS[:2], budget.Budget("site", 3, 3600))
    monkeypatch.setattr(budget, "BUDGETS", small)
    for n in range(3):
        assert _try(f"261124-{n:04d}", "ABCD2345", f"10.0.0.{n}").status_code == 422
    assert _try("261124-0099", "ABCD2345", "10.0.0.9").status_code == 429


@pytest.mark.parametrize("typed", [("", ""), ("x" * 21, "ABCD2345"), ("261124-0001", "x" * 13)])
def test_what_cannot_be_a_receipt_is_said_at_the_field(site: World, typed: tuple[str, str]) -> None:
    answer = _try(*typed)
    assert answer.status_code == 422
    assert 'class="field wrong"' in answer.content.decode()
