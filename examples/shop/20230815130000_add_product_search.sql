-- migrate:up
create extension if not exists pg_trgm;

alter table products add column search tsvector generated always as (
  setweight(to_tsvector('english', name), 'A') || setweight(to_tsvector('english', description), 'B')
) stored;

create index products_search_idx on products using gin (search);
-- For names typed wrong or half.
create index products_name_trgm_idx on products using gin (name gin_trgm_ops);

create function search_products(query text, max_results integer default 20) returns setof products
language sql stable as $$
  select p.*
  from products as p
  where p.status = 'active'
    and (p.search @@ websearch_to_tsquery('english', query) or p.name % query)
  order by ts_rank(p.search, websearch_to_tsquery('english', query)) + similarity(p.name, query) desc, p.id
  limit max_results
$$;

-- migrate:down
drop function search_products(text, integer);
drop index products_name_trgm_idx;
alter table products drop column search;
drop extension pg_trgm;
