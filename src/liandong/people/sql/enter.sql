-- The one look at appointments before the scope is known: the district of a current appointment, the wished one first.
-- `today` is an argument: the session counts in UTC, and Shanghai's morning is UTC's yesterday.
create function find.enter(account bigint, wanted integer, today date) returns integer
language sql security definer set search_path = public, pg_temp stable as $$
  select a.district_id::int
    from public.people_appointment a
   where a.account_id = account and a.since <= today and (a.until is null or a.until >= today)
   order by (a.district_id = wanted) desc nulls last, a.district_id limit 1
$$;
grant execute on function find.enter(bigint, integer, date) to liandong_app;
-- The districts between which an account may choose.
create function find.districts(account bigint, today date) returns table (district integer)
language sql security definer set search_path = public, pg_temp stable as $$
  select distinct a.district_id::int
    from public.people_appointment a
   where a.account_id = account and a.since <= today and (a.until is null or a.until >= today)
$$;
grant execute on function find.districts(bigint, date) to liandong_app;
