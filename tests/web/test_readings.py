"""Who saw what: every opened telephone and every list taken away, for the administrator alone."""
from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandong.config.paths import SOURCE
from liandong.web.readings import ACTS
from tests.issues.conftest import site
from tests.issues.factories import PHONE, START, World, handling, received
from tests.issues.pages import browser_of, chinese, html, page

__all__ = ["site"]

@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)


def _opened(site: World) -> str:
    """The officer opens the telephone of a matter."""
    issue = handling(site)
    browser_of(site.officer).post(f"/issues/{issue.number}/contact/", {"purpose": "visit"})
    return issue.number


def _rows(text: str) -> list[list[str]]:
    return [[re.sub("<[^>]+>", "", cell).strip() for cell in re.findall("<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in re.findall("<tr>(.*?)</tr>", text)[1:]]


def test_an_opened_telephone_stands_in_the_log_with_who_why_and_when(site: World) -> None:
    number = _opened(site)
    text = html(site.admin, "/readings/")
    assert [row[1:4] for row in _rows(text)] == [["看了反映人的姓名和电话", number, "约时间上门"]]
    assert site.officer.name in _rows(text)[0][0]
    assert PHONE not in text
    assert "5 幢" not in text


def test_a_list_taken_away_stands_there_with_its_filter_and_no_telephone(site: World) -> None:
    received(site)
    browser_of(site.dispatcher).get(f"/issues/export.xlsx?text={PHONE}")
    text = html(site.admin, "/readings/")
    assert "导出了诉求清单" in text
    assert PHONE not in text


def test_whatever_can_be_taken_away_has_its_word_in_the_log() -> None:
    source = "".join(path.read_text() for path in SOURCE.rglob("*.py"))
    taken = set(re.findall(r'ledger\.exported\("(\w+)"', source))
    assert len(taken) >= 5
    assert {f"{name}.exported" for name in taken} <= ACTS.keys()


@pytest.mark.parametrize(("asked", "found"), [
    ("who=officer", 1), ("who=dispatcher", 0), ("number={number}", 1), ("number=991231-0001", 0), ("day=2026-11-24", 1),
    ("day=2026-11-25", 0), ("who=officer&day=2026-11-24&number={number}", 1)])
def test_the_log_is_narrowed_by_person_matter_and_day(site: World, asked: str, found: int) -> None:
    number = _opened(site)
    assert len(_rows(html(site.admin, f"/readings/?{asked.format(number=number)}"))) == found


def test_a_day_that_is_none_is_said(site: World) -> None:
    assert page(site.admin, "/readings/?day=2026-13-45").status_code == 422


@pytest.mark.parametrize("who", ["dispatcher", "coordinator", "district_leader", "supervisor"])
def test_nobody_else_reads_the_log(site: World, who: str) -> None:
    assert page(getattr(site, who), "/readings/").status_code == 403


def test_it_costs_the_same_for_any_number_of_lines(site: World) -> None:
    _opened(site)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            html(site.admin, "/readings/")
        costs.append(len(asked))
        for _ in range(5):
            _opened(site)
    assert costs[0] == costs[1]


def test_in_english_only_names_are_chinese(site: World) -> None:
    _opened(site)
    text = html(site.admin, "/readings/", "en")
    assert chinese(text, *(actor.name for actor in site.actors.values()), "越城区基层治理协调办公室", "某") == []
