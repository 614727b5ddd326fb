-- Once a database, by its administrator, before the first migration.
revoke all on schema public from public;
alter schema public owner to liandong_owner;
grant usage on schema public to liandong_app, liandong_city, liandong_find;
create schema find authorization liandong_find;
grant usage on schema find to liandong_app;
grant usage, create on schema find to liandong_owner;
-- one sequence of issue numbers a district, made with the district
create schema numbers authorization liandong_owner;
grant usage, create on schema numbers to liandong_app;
-- tables of the framework (accounts, sessions, jobs): read and write; business tables are revoked and granted again by DistrictTable
alter default privileges for role liandong_owner in schema public grant select, insert, update, delete on tables to liandong_app;
alter default privileges for role liandong_owner in schema public grant usage, select on sequences to liandong_app;
alter default privileges for role liandong_find revoke execute on functions from public;

-- The ledger: an owner that nobody signs in as; the migrator gets nothing; the application inserts the honest columns only. Source: trust.md 4.
create schema ledger authorization liandong_ledger;
grant usage on schema ledger to liandong_app, liandong_city, liandong_owner;
set role liandong_ledger;
create table ledger.event (
  id bigint generated always as identity primary key,
  recorded_at timestamptz not null default statement_timestamp(),
  xid xid8 not null default pg_current_xact_id(),
  district_id smallint not null,
  happened_at timestamptz not null,
  actor_id bigint,
  role text not null default '',
  act text not null,
  kind text not null,
  subject uuid not null,
  note text not null default '',
  detail jsonb not null default '{}',
  loaded text not null default '' check (loaded in ('', 'import', 'demo'))
);
create index event_subject on ledger.event (district_id, subject, id);
create index event_order on ledger.event (xid, id);
create index event_act on ledger.event (district_id, act, id);
create function ledger.refuse() returns trigger language plpgsql as $$ begin raise exception 'the ledger is append-only'; end $$;
create trigger no_change before update or delete on ledger.event for each row execute function ledger.refuse();
create trigger no_truncate before truncate on ledger.event for each statement execute function ledger.refuse();
alter table ledger.event enable always trigger no_change;
alter table ledger.event enable always trigger no_truncate;
alter table ledger.event enable row level security;
alter table ledger.event force row level security;
create policy seen on ledger.event for select using (district_id = nullif(current_setting('app.district', true), '')::int);
-- portable beneath the column grants (Citus has none): nobody back-dates
create policy written on ledger.event for insert with check (
  district_id = nullif(current_setting('app.district', true), '')::int
  and recorded_at between statement_timestamp() - interval '5 s' and statement_timestamp() + interval '5 s');
create policy city on ledger.event for select to liandong_city using (true);
grant select, insert (district_id, happened_at, actor_id, role, act, kind, subject, note, detail, loaded) on ledger.event to liandong_app;
grant select on ledger.event to liandong_city;
reset role;
