--! Previous: sha1:4481f62c7c8f49cca72f6e41322f5a105534123b
--! Hash: sha1:b516f6180de859922115a7740bb67cff6f181298
--! Message: feed

create function feed(podcast uuid) returns setof episodes
language sql stable
as $$
  select * from episodes
  where podcast_id = podcast and published_at <= now()
  order by published_at desc
  limit :FEED_LIMIT
$$;
