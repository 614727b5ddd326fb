"""Every column stands in the one list of purposes, and none counts people. Source: domain.md, "Less burden" 2 and 6."""
from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from liandong.config import embedded
from liandong.config.paths import SOURCE
from liandong.config.purposes import FORBIDDEN, FRAMEWORK, PURPOSES, wrong_with

COLUMNS = """
select table_name, column_name from information_schema.columns
 where table_schema in ('public', 'ledger') and table_name not like 'pg_%%'"""
WATCHING = re.compile("积分|排名|排行|打卡|在线时长|连续签到|倒数|后三名|末位")
BY_NAME = re.compile(r"\b(?:" + "|".join(FORBIDDEN) + r")\b")


def columns() -> list[tuple[str, str]]:
    with connection.cursor() as c:
        c.execute(COLUMNS)
        return [(table, column) for table, column in c.fetchall()]


@pytest.mark.django_db
def test_every_column_of_the_database_has_a_purpose_and_every_purpose_a_column() -> None:
    there = columns()
    assert len(there) > 200
    assert wrong_with(there) == []


@pytest.mark.django_db
def test_a_table_of_the_framework_is_named_only_while_it_is_there() -> None:
    assert set(FRAMEWORK) <= {table for table, _ in columns()}


def test_a_column_of_points_in_a_scratch_copy_of_a_table_is_noticed(django_db_setup: None) -> None:
    name = connection.settings_dict["NAME"]
    with embedded.superuser(str(name)) as admin, admin.transaction(force_rollback=True):
        admin.execute("create schema scratch")
        admin.execute("create table scratch.people_account (like public.people_account)")
        assert wrong_with(_without(admin, "people_account")) == []
        admin.execute("alter table scratch.people_account add column points integer")
        wrong = wrong_with(_without(admin, "people_account"))
    assert wrong == ["people_account.points has no purpose: say in config/purposes.py what it is for",
                     "people_account.points: nobody is counted, ranked or watched here"]


def _without(admin: psycopg.Connection[tuple[Any, ...]], table: str) -> list[tuple[str, str]]:
    """The database's columns, with the scratch copy in the place of the table."""
    rows = admin.execute(
        "select table_name, column_name from information_schema.columns where table_schema = 'scratch' or"
        " (table_schema in ('public', 'ledger') and table_name <> %s)", [table]).fetchall()
    return [(one[0], one[1]) for one in rows]


def test_a_purpose_says_something() -> None:
    for table, known in PURPOSES.items():
        for column, purpose in known.items():
            assert len(purpose) > 2, f"{table}.{column}"
            assert purpose != column


@pytest.mark.parametrize("column", ["points", "streak_days", "street_rank", "score", "clock_in", "clock_in_at",
                                    "online_time", "online_time_today"])
def test_no_purpose_makes_counting_people_right(column: str) -> None:
    said = wrong_with([("people_account", column)])
    assert f"people_account.{column}: nobody is counted, ranked or watched here" in said


@pytest.mark.parametrize("template", sorted(SOURCE.glob("*/templates/**/*.html")),
                         ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_page_counts_or_ranks_people(template: Path) -> None:
    text = template.read_text()
    assert not WATCHING.search(text)
    assert not BY_NAME.search(text)
