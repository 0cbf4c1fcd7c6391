-- migrate:up
create type product_status as enum ('draft', 'active', 'discontinued');

create table products (
  id bigint generated always as identity primary key,
  category_id bigint not null references categories (id),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  description text not null default '',
  status product_status not null default 'draft',
  attributes jsonb not null default '{}',
  price amount not null,
  currency currency_code not null default 'EUR',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index products_category_id_idx on products (category_id);
-- The filters of the listing pages ask for attributes @> '{"brand": …}'.
create index products_attributes_idx on products using gin (attributes jsonb_path_ops);

create trigger products_touch before update on products
  for each row execute function touch_updated_at();

-- migrate:down
drop table products;
drop type product_status;
