-- Replaces find_issues.sql: the bound on how many are found comes after what the reader may see, never before it.
-- As there: row-level security keeps an array condition from using its index, so the search runs as liandong_find,
-- repeats the district's condition itself and gives ids, which are joined back under the policy.
-- `lows`/`highs` are the areas in reach and `offices` the organisations (people.access.reach); null areas: everything.
-- plpgsql, so that a plan is made for these very words on every PostgreSQL: how rare they are decides the index.
create function find.issues(district integer, tokens text[], words text, low text, high text, lows text[], highs text[],
                            offices uuid[], only_open boolean, cap integer)
returns table (id uuid)
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan stable as $$
begin
  return query
  select i.id from public.issues_issue i
   where i.district_id = district and district = nullif(current_setting('app.district', true), '')::int
     and i.grams @> tokens::varchar[] and i.place_code >= low and i.place_code < high
     and (lows is null
          or exists (select from unnest(lows, highs) a(l, h) where i.place_code >= a.l and i.place_code < a.h)
          or i.owner_id = any(offices) or i.first_id = any(offices) or i.desk_id = any(offices)
          or i.assigned_by_id = any(offices) or i.lead_id = any(offices)
          or exists (select from public.issues_handback b
                      where b.district_id = district and b.issue_id = i.id and b.returned_by_id = any(offices)))
     and (not only_open or i.closed_at is null)
     and (strpos(i.title, words) > 0 or strpos(i.text, words) > 0 or strpos(i.address, words) > 0)
   order by i.received_at desc limit cap;
end $$;
grant execute on function find.issues(integer, text[], text, text, text, text[], text[], uuid[], boolean, integer)
  to liandong_app;
