"""Two at once: one wins, the other is told; the same form eight times is one matter. Source: trust.md 5."""
from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.issues import services
from liandong.issues.models import Entry, Handler, Issue
from liandong.issues.services import ticking
from liandong.kernel.errors import Refused, Stale
from liandong.ledger.models import Event
from liandong.outbox.models import Message
from tests.issues.factories import START, World, an_intake, answered, assigned, at, received, small_world

pytestmark = pytest.mark.django_db(transaction=True)
N = 4


@pytest.fixture
def committed() -> World:
    """The small district, committed, so that other connections see it."""
    create_district(1, "越城区")
    with scope(1):
        return small_world()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Each act in a thread, a connection and a transaction of its own, begun together; what each gave or raised."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            gate.wait(timeout=30)  # before a connection is taken: the pool may hold fewer than there are threads
            with scope(1):
                return act()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_who_assign_at_once_one_wins_and_the_other_is_told(committed: World) -> None:
    world = committed
    for _ in range(5):
        with scope(1):
            issue = received(world)

        def give(name: str, key: str, code: str, issue: Issue = issue) -> Callable[[], object]:
            return lambda: services.assign(issue.id, by=world.actors[name], seen=1, now=START,
                                           owner_id=world.office(key).id, item_id=world.item(code))

        found = at_once(give("dispatcher", "office-urban", "GL016"), give("second_dispatcher", "office-team", "CJ017"))
        stale = [one for one in found if isinstance(one, Stale)]
        assert len(stale) == 1
        assert "已经派单" in str(stale[0])
        with scope(1):
            assert Entry.objects.filter(issue=issue).count() == 2
            assert Event.objects.filter(subject=issue.id).count() == 2
            assert Message.objects.filter(about=issue.id, what="issue.assigned").exists()


def test_of_two_who_rule_at_once_the_second_is_told_though_the_matter_went_to_another_desk(committed: World) -> None:
    world = committed
    for _ in range(5):
        with scope(1):
            issue = world.do("escalate", received(world, by=world.secretary), world.secretary,
                             item_id=world.item("GL016"), tried="上门谈过两次")
            seen = issue.version

        def rule(name: str, issue: Issue = issue, seen: int = seen) -> Callable[[], object]:
            return lambda: services.rule(issue.id, by=world.actors[name], seen=seen, now=START,
                                         owner_id=world.office("office-urban").id, item_id=world.item("GL016"))

        found = at_once(rule("dispatcher"), rule("second_dispatcher"))
        assert sorted(type(one).__name__ for one in found) == ["Issue", "Stale"]


def test_the_same_form_sent_by_many_at_once_is_one_matter(committed: World) -> None:
    world, token = committed, uuid4()
    found = at_once(*[lambda: services.receive(an_intake(world), by=world.dispatcher, now=START, token=token)] * 8)
    assert len({one.id for one in found if isinstance(one, Issue)}) == 1
    assert not [one for one in found if isinstance(one, Refused)]
    with scope(1):
        assert (Issue.objects.count(), Entry.objects.count()) == (1, 1)


def test_an_answer_is_accepted_once_however_many_press(committed: World) -> None:
    world = committed
    with scope(1):
        issue = assigned(world)
    found = at_once(*[lambda: services.accept(issue.id, by=world.officer, seen=2, now=START)] * N)
    assert sum(isinstance(one, Issue) for one in found) == 1
    assert sum(isinstance(one, Stale) for one in found) == N - 1
    with scope(1):
        assert Handler.objects.count() == 1


def test_two_ticks_at_once_do_each_thing_once(committed: World) -> None:
    with scope(1):
        answered(committed)
        received(committed)
    found = at_once(*[lambda: ticking.tick(at(60, 9))] * N)
    ticked = [one for one in found if isinstance(one, ticking.Ticked)]
    assert sum(one.lapsed for one in ticked) == 1
    assert not any(one.failed for one in ticked)
    with scope(1):
        assert Entry.objects.filter(act="judge_lapses").count() == 1
        assert Message.objects.filter(what="issue.overdue").count() == 2, "the desk's two people, once"


def test_two_who_merge_a_pair_both_ways_wait_for_each_other_and_one_wins(committed: World) -> None:
    world = committed
    for _ in range(5):
        with scope(1):
            pair = [received(world), received(world)]

        def into(twin: Issue, main: Issue) -> Callable[[], object]:
            return lambda: services.merge(twin.id, by=world.dispatcher, seen=1, now=START, main_id=main.id)

        found = at_once(into(*pair), into(*reversed(pair)))
        assert sum(isinstance(one, Issue) for one in found) == 1
        assert sum(isinstance(one, Refused) for one in found) == 1
        with scope(1):
            assert Issue.objects.filter(id__in=[one.id for one in pair], state="merged").count() == 1


def test_all_that_merging_touches_is_locked_at_first_in_the_order_of_ids(committed: World) -> None:
    world = committed
    with scope(1):
        main, twin = received(world), received(world)
        for name, values in (("merge", {"main_id": main.id}), ("unmerge", {})):
            seen = Issue.objects.values_list("version", flat=True).get(id=twin.id)
            with CaptureQueriesContext(connection) as asked:
                getattr(services, name)(twin.id, by=world.dispatcher, seen=seen, now=START, **values)
            first = next(one["sql"] for one in asked.captured_queries if "FOR UPDATE" in one["sql"])
            assert main.id.hex in first, name
            assert twin.id.hex in first, name
            assert "ORDER BY" in first, name


def test_no_race_ended_in_a_deadlock(committed: World) -> None:
    world = committed
    with scope(1):
        issues = [received(world) for _ in range(N)]

    def note_all(order: list[Issue]) -> Callable[[], object]:
        def act() -> object:
            for issue in order:
                services.note(issue.id, by=world.dispatcher, seen=1, now=START, text="同时记")
            return "done"
        return act

    found = at_once(note_all(issues), note_all(issues))
    assert {type(one) for one in found} <= {str, Stale}
    with connection.cursor() as c:
        c.execute("select deadlocks from pg_stat_database where datname = current_database()")
        assert c.fetchone()[0] == 0
