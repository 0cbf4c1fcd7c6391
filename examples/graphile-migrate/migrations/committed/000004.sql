--! Previous: sha1:b516f6180de859922115a7740bb67cff6f181298
--! Hash: sha1:328307397494d95ba1d2fcf20d0348707e1be602

--! no-transaction
create index concurrently if not exists episodes_podcast_published on episodes (podcast_id, published_at desc);
