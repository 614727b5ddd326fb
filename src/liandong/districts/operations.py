"""Migration operations: what makes a table a district's table, and what a search function is."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.migrations.operations.base import Operation

from liandong.districts.fields import DistrictForeignKey

# plain, without a sub-select, so that Citus can ship it; `nullif`, as the setting is '' after the first SET LOCAL
SCOPE = "nullif(current_setting('app.district', true), '')::int"
PACKAGE = Path(__file__).parents[1]


class DistrictTable(Operation):
    """Key (district_id, id), composite foreign keys with their indexes, row-level security, grants.

    Put it after the CreateModel, and again after a later AddField of a DistrictForeignKey: it adds what is missing.
    Several models in one operation may refer to each other.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, *models: str) -> None:
        self.models = models

    def deconstruct(self) -> Any:
        return self.__class__.__qualname__, list(self.models), {}

    def state_forwards(self, app_label: str, state: Any) -> None: ...

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.deferred_sql, later = [], schema_editor.deferred_sql  # Django leaves its own keys to the end
        for statement in later:
            schema_editor.execute(statement, params=None)
        tables = [_Table(schema_editor, to_state.apps.get_model(app_label, name)) for name in self.models]
        for table in tables:
            table.make_key_and_policy()
        for table in tables:
            table.make_references()

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None: ...

    def describe(self) -> str:
        return f"District keys and row-level security of {', '.join(self.models)}"


class _Table:
    """One table while it is being made a district's."""

    def __init__(self, schema_editor: Any, model: Any) -> None:
        self.editor, self.model, self.name = schema_editor, model, model._meta.db_table
        self.quoted = schema_editor.quote_name(self.name)

    def run(self, statement: str) -> None:
        self.editor.execute(statement, params=None)

    def has(self, shape: str) -> bool:
        """Whether there is such a constraint: by shape, not by name, as names stay behind a RenameModel."""
        with self.editor.connection.cursor() as c:
            c.execute("select 1 from pg_constraint where conrelid = %s::regclass and pg_get_constraintdef(oid) like %s",
                      [self.name, shape])
            return c.fetchone() is not None

    def make_key_and_policy(self) -> None:
        q, t = self.editor.quote_name, self.quoted
        if self.has("PRIMARY KEY (district_id, id)"):
            return
        self.run(f"alter table {t} drop constraint {q(self.name + '_pkey')}, "
                 f"add constraint {q(self.name + '_district_key')} primary key (district_id, id)")
        self.run(f"create policy district on {t} using (district_id = {SCOPE})")
        self.run(f"create policy city on {t} for select to liandong_city using (true)")
        self.run(f"revoke all on {t} from liandong_app")
        self.run(f"grant select, insert, update, delete on {t} to liandong_app")
        self.run(f"grant select on {t} to liandong_city, liandong_find")
        self.run(f"alter table {t} enable row level security")
        self.run(f"alter table {t} force row level security")

    def make_references(self) -> None:
        for field in self.model._meta.local_fields:
            if isinstance(field, DistrictForeignKey) and not self.has(f"FOREIGN KEY (district_id, {field.column})%"):
                self._make_reference(field)

    def _make_reference(self, field: Any) -> None:
        q, column = self.editor.quote_name, self.editor.quote_name(field.column)
        other, name = q(field.remote_field.model._meta.db_table), q(f"{self.name}_{field.column}_district_fk"[:63])
        both = {self.quoted, other}
        for table in both:  # FORCE would hide every row from the validation: a dangling reference would pass as checked
            self.run(f"alter table {table} no force row level security")
        self.run(f"alter table {self.quoted} add constraint {name} foreign key (district_id, {column}) "
                 f"references {other} (district_id, id) deferrable initially immediate")
        self.run(f"create index {name} on {self.quoted} (district_id, {column})")
        for table in both:
            self.run(f"alter table {table} force row level security")


class SearchFunction(Operation):
    """One .sql file of the package, created as liandong_find; never edited, only replaced by a later file."""

    reduces_to_sql = True

    def __init__(self, path: str) -> None:
        self.path = path

    def deconstruct(self) -> Any:
        return self.__class__.__qualname__, [self.path], {}

    def state_forwards(self, app_label: str, state: Any) -> None: ...

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute("set local role liandong_find")
        schema_editor.execute((PACKAGE / self.path).read_text(), params=None)
        schema_editor.execute("set local role liandong_owner")

    def describe(self) -> str:
        return f"Search function {self.path}"


class ReferenceTable(Operation):
    """A table whose every change gives the changed rows' district a fresh `reference_revision`; see `reference.py`."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, *models: str) -> None:
        self.models = models

    def deconstruct(self) -> Any:
        return self.__class__.__qualname__, list(self.models), {}

    def state_forwards(self, app_label: str, state: Any) -> None: ...

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for name in self.models:
            table = schema_editor.quote_name(to_state.apps.get_model(app_label, name)._meta.db_table)
            for event, rows in (("insert", "new"), ("update", "new"), ("delete", "old")):
                schema_editor.execute(
                    f"create trigger reference_changed_by_{event} after {event} on {table} referencing {rows} table "
                    f"as changed for each statement execute function reference_changed()", params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for name in self.models:
            table = schema_editor.quote_name(from_state.apps.get_model(app_label, name)._meta.db_table)
            for event in ("insert", "update", "delete"):
                schema_editor.execute(f"drop trigger reference_changed_by_{event} on {table}", params=None)

    def describe(self) -> str:
        return f"Reference data: {', '.join(self.models)}"
