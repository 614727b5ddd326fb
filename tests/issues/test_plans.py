"""The hot lists use an index condition beyond the district, as the application's role. Source: trust.md 3, trap 2."""
from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from liandong.config import embedded
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.issues.filters import Filters, View
from liandong.issues.lists import BY_DUE, BY_RECEIPT, narrowed
from liandong.issues.models import Clock, Issue
from liandong.issues.rows import COLUMNS
from liandong.screens.paging import SIZE, ordering
from tests.issues.factories import START, World, received, small_world

LISTS = [
    ("dispatcher", Filters(view=View.OPEN), "street_code"), ("dispatcher", Filters(view=View.ALL), "street_code"),
    ("dispatcher", Filters(view=View.LATE), "next_due_at|street_code"),
    ("dispatcher", Filters(view=View.TRIAGE), "desk_id|street_code"),
    ("secretary", Filters(view=View.OPEN), "community_code"), ("secretary", Filters(view=View.ALL), "community_code"),
    ("officer", Filters(view=View.MINE), "owner_id"), ("officer", Filters(view=View.OPEN), "owner_id"),
    ("coordinator", Filters(place="330602002045"), "community_code"),
    ("coordinator", Filters(view=View.LATE), "next_due_at|desk_id|owner_id"),
]


@pytest.mark.django_db(transaction=True)
def test_hot_lists_have_an_index_condition_beyond_the_district() -> None:
    """On rows of forty streets, with statistics: in one test, since each makes a database of its own."""
    create_district(1, "越城区")
    with scope(1):
        world = small_world()
        like = received(world)
        _fill(like)
    _analyze()  # a key is looked up by the plan of a table of one row else, and that reads all of them
    with scope(1):
        _fill_clocks(like)
    _analyze()
    with scope(1):
        for who, filters, column in LISTS:
            text = plan(*_query(world, who, filters).query.sql_with_params())
            conditions = "\n".join(re.findall(r"Index Cond: (.*)", text))
            assert re.search(column, conditions), f"{who} {filters.view}\n{text}"
        due = Clock.objects.filter(ended_at=None, stands_since=None, due_at__lt=START).values_list("issue_id")[:500]
        assert re.search(r"Index Cond: .*due_at", plan(*due.query.sql_with_params()))


def _analyze() -> None:
    with embedded.superuser(connection.settings_dict["NAME"]) as admin:
        admin.execute("analyze issues_issue, issues_clock")


def _query(world: World, who: str, filters: Filters) -> Any:
    order = BY_RECEIPT if filters.newest_first else BY_DUE
    return narrowed(world.actors[who], filters, START).order_by(*ordering(order)).values_list(*COLUMNS)[:SIZE + 1]


def _fill(like: Issue) -> None:
    """Matters like the first, over forty streets, on other days; in SQL, for there are twenty thousand."""
    days = "at time zone 'UTC' + n * interval '1 hour'"
    _copies(Issue, like.id, {
        "id": "gen_random_uuid()", "number": "'T' || n", "street_code": "'330602' || lpad((n %% 40)::text, 3, '0')",
        "community_code": "'330602' || lpad((n %% 40)::text, 3, '0') || '045'", "owner_id": "null",
        "desk_id": "first_id", "next_due_at": f"next_due_at {days}", "received_at": f"received_at {days}"})


def _fill_clocks(like: Issue) -> None:
    with connection.cursor() as c:
        c.execute("insert into issues_clock (district_id, id, issue_id, kind, amount, extra, unit, started_at, due_at,"
                  " soon_at, told_soon, told_late) select district_id, gen_random_uuid(), id, 'handle', 7, 0,"
                  " 'working_days', received_at, next_due_at, next_due_at, false, false from issues_issue"
                  " where id <> %s", [like.id])


def _copies(model: type[Issue], key: UUID, other: dict[str, str]) -> None:
    columns = [field.column for field in model._meta.local_concrete_fields]
    listed = ", ".join(f'"{one}"' for one in columns)
    taken = ", ".join(other.get(one, f'"{one}"') for one in columns)
    with connection.cursor() as c:
        c.execute(f"insert into {model._meta.db_table} ({listed}) select {taken} from {model._meta.db_table},"
                  " generate_series(1, 20000) n where id = %s", [key])


def plan(sql: str, params: Any) -> str:
    with connection.cursor() as c:
        c.execute("explain " + sql, params)
        return "\n".join(row[0] for row in c.fetchall())
