-- migrate:up
create table carts (
  id uuid primary key default gen_random_uuid(),
  -- Guests have carts too.
  customer_id bigint references customers (id) on delete cascade,
  currency currency_code not null default 'EUR',
  checked_out_at timestamptz,
  created_at timestamptz not null default now()
);

create unique index carts_one_open_idx on carts (customer_id) where checked_out_at is null;

create table cart_items (
  cart_id uuid not null references carts (id) on delete cascade,
  variant_id bigint not null references product_variants (id),
  quantity smallint not null check (quantity > 0),
  added_at timestamptz not null default now(),
  primary key (cart_id, variant_id)
);

-- migrate:down
drop table cart_items;
drop table carts;
