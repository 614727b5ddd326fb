"""The function behind `operations.ReferenceTable`."""
from django.db import migrations

# the rows say whose they are, not the session: an administrator or a migration may write without a scope
FUNCTION = """
create function reference_changed() returns trigger language plpgsql as $$
declare
  before text := current_setting('app.district', true);
  here int;
begin
  for here in select distinct district_id from changed loop
    perform set_config('app.district', here::text, true);
    insert into districts_setting (district_id, id, name, value)
    values (here, gen_random_uuid(), 'reference_revision', to_jsonb(gen_random_uuid()::text))
    on conflict (district_id, name) do update set value = excluded.value;
  end loop;
  perform set_config('app.district', coalesce(before, ''), true);
  return null;
end $$
"""


class Migration(migrations.Migration):

    dependencies = [("districts", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTION, "drop function reference_changed()")]
