-- migrate:up transaction:false
-- "Often bought together" scanned all items. Concurrently, since orders come in all day; it has to stand alone.
create index concurrently order_items_variant_id_idx on order_items (variant_id);

-- migrate:down transaction:false
drop index concurrently order_items_variant_id_idx;
