"""The function behind `operations.ReferenceTable`."""
from django.db import migrations

FUNCTION = """
create function reference_changed() returns trigger language plpgsql as $$
declare
  here int := nullif(current_setting('app.district', true), '')::int;
begin
  if here is not null then
    insert into districts_setting (district_id, id, name, value)
    values (here, gen_random_uuid(), 'reference_revision', to_jsonb(gen_random_uuid()::text))
    on conflict (district_id, name) do update set value = excluded.value;
  end if;
  return null;
end $$
"""


class Migration(migrations.Migration):

    dependencies = [("districts", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTION, "drop function reference_changed()")]
