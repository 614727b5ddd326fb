-- Row-level security keeps an array condition from using its index, so the search runs as liandong_find, repeats the
-- district's condition itself and gives ids, which are joined back under the policy. The tokens carry the district
-- ("3电梯"): a district's search costs by the district, not by the city. Source: trust.md 3, scale.md.
create function find.issues(district integer, tokens text[], words text, low text, high text, cap integer)
returns table (id uuid)
language sql security definer set search_path = public, pg_temp stable as $$
  select i.id from public.issues_issue i
   where i.district_id = district and district = nullif(current_setting('app.district', true), '')::int
     and i.grams @> tokens::varchar[] and i.place_code >= low and i.place_code < high
     and (strpos(i.title, words) > 0 or strpos(i.text, words) > 0 or strpos(i.address, words) > 0)
   order by i.received_at desc limit cap
$$;
grant execute on function find.issues(integer, text[], text, text, text, integer) to liandong_app;
