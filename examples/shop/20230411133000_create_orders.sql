-- migrate:up
create type order_status as enum ('pending', 'paid', 'shipped', 'delivered', 'cancelled');

-- Numbers continue where the old shop's invoices end; gaps are fine, the books count invoices.
create sequence order_number_seq start with 100001;

create function next_order_number() returns text
language sql volatile as $$
  select 'S-' || nextval('order_number_seq')
$$;

create table orders (
  id bigint generated always as identity primary key,
  number text not null unique default next_order_number(),
  customer_id bigint not null references customers (id),
  shipping_address_id bigint,
  status order_status not null default 'pending',
  currency currency_code not null default 'EUR',
  shipping_total amount not null default 0,
  discount_total amount not null default 0,
  note text,
  placed_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table order_items (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id) on delete cascade,
  variant_id bigint not null references product_variants (id),
  quantity integer not null check (quantity > 0),
  -- What was agreed on; the catalogue's price may have changed since.
  unit_price amount not null,
  line_total numeric(12, 2) generated always as (quantity * unit_price) stored,
  unique (order_id, variant_id)
);

create trigger orders_touch before update on orders
  for each row execute function touch_updated_at();

-- migrate:down
drop table order_items;
drop table orders;
drop function next_order_number();
drop sequence order_number_seq;
drop type order_status;
