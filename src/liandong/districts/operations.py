"""Migration operations: what makes a table a district's table, and what a search function is."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.migrations.operations.base import Operation

from liandong.districts.fields import DistrictForeignKey

SCOPE = "nullif(current_setting('app.district', true), '')::int"     # plain: Citus cannot ship a sub-select in a policy


class DistrictTable(Operation):
    """Key (district_id, id), composite foreign keys with their indexes, row-level security, grants.

    Put it after the CreateModel, and again after a later AddField of a DistrictForeignKey: it adds what is missing.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, grant: str = "select, insert, update, delete") -> None:
        self.model, self.grant = model, grant

    def deconstruct(self) -> Any:
        return self.__class__.__qualname__, [self.model], {} if self.grant.count(",") == 3 else {"grant": self.grant}

    def state_forwards(self, app_label: str, state: Any) -> None: ...

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        t = model._meta.db_table
        q = schema_editor.quote_name
        run = schema_editor.execute
        schema_editor.deferred_sql, later = [], schema_editor.deferred_sql     # Django defers its own keys to the end
        for statement in later:
            run(statement, params=None)
        def have(shape: str) -> bool:                                 # by shape, not by name: names stay behind a RenameModel
            with schema_editor.connection.cursor() as c:
                c.execute("select pg_get_constraintdef(oid) like %s from pg_constraint where conrelid = %s::regclass", [shape, t])
                return any(r[0] for r in c.fetchall())

        if not have("PRIMARY KEY (district_id, id)"):
            run(f"alter table {q(t)} drop constraint {q(t + '_pkey')}, add constraint {q(t + '_district_key')} primary key (district_id, id)")
            run(f"create policy district on {q(t)} using (district_id = {SCOPE})")
            run(f"create policy city on {q(t)} for select to liandong_city using (true)")
            run(f"revoke all on {q(t)} from liandong_app")
            run(f"grant {self.grant} on {q(t)} to liandong_app")
            run(f"grant select on {q(t)} to liandong_city, liandong_find")
            run(f"alter table {q(t)} enable row level security")
        for f in model._meta.local_fields:
            if isinstance(f, DistrictForeignKey) and not have(f"FOREIGN KEY (district_id, {f.column})%"):
                other, name = f.remote_field.model._meta.db_table, f"{t}_{f.column}_district_fk"
                # FORCE would hide every row from the validation: a dangling reference would pass as checked
                for table in {t, other}:
                    run(f"alter table {q(table)} no force row level security")
                run(f"alter table {q(t)} add constraint {q(name)} foreign key (district_id, {q(f.column)}) "
                    f"references {q(other)} (district_id, id) deferrable initially immediate")
                run(f"create index {q(name)} on {q(t)} (district_id, {q(f.column)})")
                run(f"alter table {q(other)} force row level security")
        run(f"alter table {q(t)} force row level security")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None: ...

    def describe(self) -> str:
        return f"District keys and row-level security of {self.model}"


class SearchFunction(Operation):
    """One .sql file beside the migrations, created as liandong_find; never edited, only replaced by a later file."""

    reduces_to_sql = True

    def __init__(self, path: str) -> None:
        self.path = path

    def deconstruct(self) -> Any:
        return self.__class__.__qualname__, [self.path], {}

    def state_forwards(self, app_label: str, state: Any) -> None: ...

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        schema_editor.execute("set local role liandong_find")
        schema_editor.execute((Path(__file__).parents[1] / self.path).read_text(), params=None)
        schema_editor.execute("set local role liandong_owner")

    def describe(self) -> str:
        return f"Search function {self.path}"
