"""What the database itself says: nothing with a district goes round the walls. Source: trust.md 3."""
from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from liandong.districts.fields import DistrictForeignKey
from liandong.districts.models import DistrictManager, DistrictModel

pytestmark = pytest.mark.django_db
DEFINERS = {"find.enter", "find.districts", "find.issues", "find.link"}
"""Every function that runs with another's rights; a new one is entered here with its reason in its file."""
LINK = "issues_link"
"""The one table with a district outside of row-level security: it is asked before a district is known (trust.md 7)."""
OURS = ("public", "find", "ledger", "numbers")
WITH_DISTRICT = """
select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole::text
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id'
 where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text = any(%s)"""

UNIQUE = "select pg_get_indexdef(indexrelid) from pg_index where indrelid = %s and indisunique"
REFERENCES = """
select pg_get_constraintdef(oid), convalidated from pg_constraint
 where conrelid = %s and contype = 'f'
   and confrelid in (select attrelid from pg_attribute where attname = 'district_id')"""
VIEWS = """
select relname from pg_class where relkind in ('v', 'm') and relnamespace::regnamespace::text = any(%s)"""


def ask(question: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as c:
        c.execute(question, values or None)
        return list(c.fetchall())


def tables() -> list[tuple[Any, ...]]:
    return [row for row in ask(WITH_DISTRICT, list(OURS)) if row[1] != LINK]


def test_every_model_with_a_district_has_a_table_that_is_looked_at() -> None:
    ours = {m._meta.db_table for m in apps.get_models() if issubclass(m, DistrictModel)}
    assert ours
    assert ours <= {row[1] for row in tables()}


def test_every_table_with_a_district_has_row_level_security_that_binds_its_owner_too() -> None:
    for oid, name, on, forced, owner in tables():
        assert on, name
        assert forced, name
        assert owner in {"liandong_owner", "liandong_ledger"}, name
        policies = [text for (text,) in ask(
            "select coalesce(pg_get_expr(polqual, polrelid), '') from pg_policy where polrelid = %s", oid)]
        assert any("NULLIF(current_setting('app.district'" in text for text in policies), name
        loose = ask("select polname from pg_policy where polrelid = %s and pg_get_expr(polqual, polrelid) = 'true' "
                    "and polroles <> array['liandong_city'::regrole::oid]", oid)
        assert not loose, name


def test_every_unique_key_and_reference_leads_with_the_district() -> None:
    for oid, name, *_ in tables():
        if name == "event":
            continue  # the ledger: its numbers are the database's own, and nothing refers to them
        for (index,) in ask(UNIQUE, oid):
            assert "(district_id," in index, index
        for text, validated in ask(REFERENCES, oid):
            assert text.startswith("FOREIGN KEY (district_id, "), (name, text)
            assert validated, (name, text)


def test_no_view_and_no_unlisted_function_goes_round_the_walls() -> None:
    assert not ask(VIEWS, list(OURS))
    found = {name for (name,) in ask("""select pronamespace::regnamespace::text || '.' || proname from pg_proc
        where prosecdef and pronamespace::regnamespace::text = any(%s)""", list(OURS))}
    assert found == DEFINERS


def test_every_definer_function_fixes_its_search_path_and_is_nobodys_but_the_applications() -> None:
    rows = ask("""select proname, proconfig, proacl::text from pg_proc
        where prosecdef and pronamespace::regnamespace::text = 'find'""")
    assert rows
    for name, settings, grants in rows:
        assert [one for one in settings if one.startswith("search_path")] == ["search_path=public, pg_temp"], name
        assert grants is not None, name
        assert not any(grant.startswith("=") for grant in grants.strip("{}").split(",")), name


def test_the_application_signs_in_as_a_role_for_which_the_walls_stand() -> None:
    assert ask("select current_user::text, rolsuper, rolbypassrls from pg_roles where rolname = current_user") == [
        ("liandong_app", False, False)]


def test_the_application_reads_no_resident_link_but_by_its_function() -> None:
    assert ask("select has_table_privilege('liandong_app', %s, 'select')", LINK) == [(False,)]


def test_the_application_only_reads_which_migrations_ran() -> None:
    rights = ask("select has_table_privilege('liandong_app', 'django_migrations', right_of) "
                 "from unnest(array['select', 'insert', 'update', 'delete']) right_of")
    assert rights == [(True,), (False,), (False,), (False,)]


def test_every_reference_within_a_district_is_a_district_foreign_key() -> None:
    for model in apps.get_models():
        if not issubclass(model, DistrictModel):
            continue
        for field in model._meta.local_fields:
            related = field.related_model
            if isinstance(related, type) and issubclass(related, DistrictModel):
                assert isinstance(field, DistrictForeignKey), field
            assert not field.unique or field.primary_key, field
        assert isinstance(model._default_manager, DistrictManager), model
        assert isinstance(model._base_manager, DistrictManager), model
        assert not model._meta.local_many_to_many, model
