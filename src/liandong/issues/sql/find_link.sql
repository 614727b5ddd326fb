-- A resident's link before its district is known: one hash, one matter. Source: trust.md 7.
create function find.link(wanted text, at timestamptz) returns table (district integer, issue uuid)
language sql security definer set search_path = public, pg_temp stable as $$
  select l.district_id::int, l.issue_id from public.issues_link l where l.hash = wanted and l.expires_at > at
$$;
grant execute on function find.link(text, timestamptz) to liandong_app;
