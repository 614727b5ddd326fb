-- Once a cluster, by its administrator. Source: trust.md 3. No syntax of PostgreSQL 16 (WITH INHERIT FALSE): 15 is enough.
do $$ begin
  if not exists (select from pg_roles where rolname = 'liandong_owner')   then create role liandong_owner nologin noinherit; end if;
  if not exists (select from pg_roles where rolname = 'liandong_ledger')  then create role liandong_ledger nologin; end if;
  if not exists (select from pg_roles where rolname = 'liandong_find')    then create role liandong_find nologin bypassrls; end if;
  if not exists (select from pg_roles where rolname = 'liandong_city')    then create role liandong_city nologin; end if;
  if not exists (select from pg_roles where rolname = 'liandong_migrate') then create role liandong_migrate login noinherit; end if;
  if not exists (select from pg_roles where rolname = 'liandong_app')     then create role liandong_app login noinherit; end if;
end $$;
-- what row-level security would hide from a migration is an error, not silence
alter role liandong_migrate set row_security = off;
-- our statements are short: to compile one costs more than to run it, the more so before the tables have statistics
alter role liandong_app set jit = off;
-- Statements are prepared and planned once, their joins in the order in which they are written, from a row to what it
-- names: to weigh the orders of twelve joins took 14 ms, to read the row 1. So no partial index of a hot table may hang
-- on a value, which a plan for every value cannot use. On the role, as a pooler lets no startup parameter through.
alter role liandong_app set plan_cache_mode = force_generic_plan;
alter role liandong_app set join_collapse_limit = 1;
grant liandong_owner to liandong_migrate;
grant liandong_find  to liandong_owner;   -- the owner could drop row-level security anyway: no new power
grant liandong_city  to liandong_app;
