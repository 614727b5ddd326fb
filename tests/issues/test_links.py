"""A resident's link: 128 random bits or a number with eight characters, kept as hashes, looked up in equal time."""
from __future__ import annotations

import hashlib
import statistics
import time
from collections.abc import Callable

import pytest
from django.db import ProgrammingError, connection, transaction

from liandong.districts.scope import current_district, scope
from liandong.districts.services import create_district
from liandong.issues import links
from liandong.issues.models import Issue, Link
from liandong.issues.queries import detail
from liandong.kernel.errors import NotFound
from liandong.people.access import resident
from tests.issues.factories import START, World, at, received


def test_a_link_and_a_code_open_the_matter_they_were_made_for(world: World) -> None:
    issue = received(world)
    made = links.make_link(issue, now=START)
    wanted = links.Found(current_district() or 0, issue.id)
    assert links.find_link(made.token, now=START) == wanted
    assert links.find_typed(issue.number, made.code, now=START) == wanted
    assert links.find_typed(f" {issue.number} ", made.spoken.lower(), now=START) == wanted
    assert made.path == f"/f/{made.token}"


def test_it_is_found_before_a_district_is_known(world: World) -> None:
    made = links.make_link(received(world), now=START)
    with scope(None):
        assert links.find_link(made.token, now=START) is not None


def test_a_link_ends_with_the_districts_days(world: World) -> None:
    made = links.make_link(received(world), now=START)
    assert made.expires_at == at(84, 9)
    assert links.find_link(made.token, now=at(84, 8, 59)) is not None
    assert links.find_link(made.token, now=at(84, 9)) is None


def test_neither_token_nor_code_is_stored(world: World) -> None:
    issue = received(world)
    made = links.make_link(issue, now=START)
    assert len(made.token) == 22, "16 bytes: 128 bits"
    assert set(made.code) <= set(links.ALPHABET)
    assert (len(made.code), len(links.ALPHABET)) == (8, 32)
    with scope(None), connection.cursor() as c:
        c.execute("select issue from find.link(%s, %s)", [hashlib.sha256(made.token.encode()).hexdigest(), START])
        assert c.fetchone() == (issue.id,)


def test_the_application_cannot_read_the_table_of_links(world: World) -> None:
    links.make_link(received(world), now=START)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Link.objects.first()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Link.objects.all().delete()


def test_two_links_are_never_alike_and_the_older_stays_good(world: World) -> None:
    issue = received(world)
    first, second = links.make_link(issue, now=START), links.make_link(issue, now=START)
    assert first.token != second.token
    assert links.find_link(first.token, now=START) == links.find_link(second.token, now=START)


def test_a_code_is_good_for_its_own_number_only(world: World) -> None:
    issue, other = received(world), received(world)
    made = links.make_link(issue, now=START)
    assert links.find_typed(other.number, made.code, now=START) is None


def test_what_is_typed_wildly_finds_nothing_and_breaks_nothing(world: World) -> None:
    for text in ("", "\x00", "字" * 500, "'; drop table", "\ud800"):
        assert links.find_link(text, now=START) is None
        assert links.find_typed(text, text, now=START) is None


def test_a_link_opens_no_other_matter(world: World) -> None:
    issue, other = received(world), received(world)
    assert detail(issue.number, resident(issue.id), START).issue.id == issue.id
    with pytest.raises(NotFound):
        detail(other.number, resident(issue.id), START)


def test_a_link_leads_to_its_own_district(world: World) -> None:
    made = links.make_link(received(world), now=START)
    district = create_district(2, "柯桥区")
    found = links.find_link(made.token, now=START)
    assert found is not None
    with scope(district.id):
        assert not Issue.objects.filter(id=found.issue_id).exists()


def test_right_wrong_and_unknown_take_the_same_time(world: World) -> None:
    issue = received(world)
    made = links.make_link(issue, now=START)
    ways: dict[str, Callable[[], object]] = {
        "right": lambda: links.find_typed(issue.number, made.code, now=START),
        "wrong": lambda: links.find_typed(issue.number, "AAAAAAAA", now=START),
        "unknown": lambda: links.find_typed("261124-9999", made.code, now=START)}
    # a busy machine makes one round unequal, an oracle makes every round unequal
    assert any(_are_alike(ways) for _ in range(5))


def _are_alike(ways: dict[str, Callable[[], object]]) -> bool:
    """Whether the medians of these lie within 10 %. Source: trust.md 7."""
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(500):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            took[name].append(time.perf_counter() - start)
    medians = [statistics.median(one) for one in took.values()]
    return max(medians) < min(medians) * 1.1
