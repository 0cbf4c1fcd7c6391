-- migrate:up transaction:false
-- Brand pages sort by name, which the GIN index on attributes cannot do.
create index concurrently products_brand_idx on products ((attributes ->> 'brand'), name);

-- migrate:down transaction:false
drop index concurrently products_brand_idx;
