"""What a caller reported before: by a keyed hash, in one's own places, numbers only of what one may see."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.config.paths import SOURCE
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.issues.callers import Earlier, earlier, key_of, normalised
from liandong.issues.models import Issue, Reporter
from liandong.issues.services.confiding import confide
from tests.counting import counted
from tests.issues.factories import PHONE, START, World, handling, received
from tests.issues.pages import browser_of, html


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)


@pytest.mark.parametrize("typed", ["138 1234 5678", "１３８１２３４５６７８", "+86 13812345678", "0086-138-1234-5678",
                                   "138-12345678（儿子）"])
def test_a_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalised(typed) == PHONE


@pytest.mark.parametrize("typed", ["", "没有", "12345", "86"])
def test_what_is_no_telephone_has_no_hash(typed: str) -> None:
    assert normalised(typed) == ""


@given(st.text(max_size=30))
def test_only_digits_are_compared(typed: str) -> None:
    assert re.fullmatch(r"\d*", normalised(typed))


def test_the_hash_tells_nothing_and_differs_by_district_and_key(world: World, settings: object) -> None:
    mine = key_of(PHONE)
    assert PHONE not in mine
    assert len(mine) == 64
    with scope(create_district(2, "柯桥区").id):
        assert key_of(PHONE) != mine
    settings.CALLER_KEY = "another"  # type: ignore[attr-defined]  # pytest-django's
    assert key_of(PHONE) != mine


def test_who_reads_the_contact_sees_number_and_count_of_earlier_matters(world: World) -> None:
    first, second = received(world), handling(world)
    assert set(Reporter.objects.values_list("phone_key", flat=True)) == {key_of(PHONE)}
    assert earlier(key_of(PHONE), world.dispatcher, but=second.id) == Earlier(1, [first.number])
    assert earlier(key_of(PHONE), world.officer, but=second.id) == Earlier(1, [])
    assert earlier(key_of("13900000000"), world.dispatcher) == Earlier(0, ())


def test_nobody_learns_of_other_places(world: World) -> None:
    received(world, by=world.other_dispatcher, place_id=world.small.places.other_community.id)
    assert earlier(key_of(PHONE), world.dispatcher) == Earlier(0, [])
    assert earlier(key_of(PHONE), world.other_dispatcher).count == 1


def test_a_restricted_matter_is_counted_for_nobody_who_does_not_see_it(world: World) -> None:
    issue = received(world)
    confide(issue.id, by=world.dispatcher, seen=1, now=START)
    assert earlier(key_of(PHONE), world.dispatcher).count == 1
    for name in ("officer", "caller", "secretary", "coordinator"):
        assert earlier(key_of(PHONE), getattr(world, name)) == Earlier(0, []), name


def test_the_page_says_it_to_who_reads_the_contact_alone(site: World) -> None:
    first, issue = received(site), handling(site)
    for name, told in (("dispatcher", True), ("officer", True), ("leader", False), ("coordinator", False)):
        assert ("同一个电话在您的辖区还有 1 件" in html(getattr(site, name), f"/issues/{issue.number}/")) is told, name
    assert f"编号 {first.number}" in html(site.dispatcher, f"/issues/{issue.number}/")


def test_intake_is_told_without_a_telephone_in_an_address(site: World) -> None:
    number = received(site).number
    said = browser_of(site.dispatcher).post("/issues/new/earlier/", {"reporter_phone": "138 1234 5678"})
    assert number in said.content.decode()
    elsewhere = browser_of(site.other_dispatcher).post("/issues/new/earlier/", {"reporter_phone": PHONE})
    assert elsewhere.content.strip() == b""
    assert browser_of(site.dispatcher).get(f"/issues/new/earlier/?reporter_phone={PHONE}").status_code == 405
    assert browser_of(site.supervisor).post("/issues/new/earlier/", {"reporter_phone": PHONE}).status_code == 403


def test_many_earlier_matters_cost_three_queries(world: World) -> None:
    for _ in range(8):
        received(world)
    found = earlier(key_of(PHONE), world.dispatcher)
    assert (found.count, len(found.numbers)) == (8, 5)
    assert counted(lambda: earlier(key_of(PHONE), world.dispatcher)) == 3
    assert counted(lambda: earlier(key_of("13900000000"), world.dispatcher)) == 1


def test_a_reporter_is_made_in_one_place_only() -> None:
    made = [path.name for path in Path(SOURCE / "issues").rglob("*.py") if "migrations" not in path.parts
            and re.search(r"(?<![\w.])Reporter\(|Reporter\.objects\.create", path.read_text())]
    assert sorted(made) == ["callers.py", "reporter_models.py"]
    assert Issue.objects is not None
