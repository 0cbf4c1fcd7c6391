-- migrate:up
create table wishlists (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers (id) on delete cascade,
  name text not null default 'Wishlist',
  -- Set when the list is shared; the link is the only key to it.
  share_token uuid unique,
  created_at timestamptz not null default now(),
  unique (customer_id, name)
);

create table wishlist_items (
  wishlist_id bigint not null references wishlists (id) on delete cascade,
  variant_id bigint not null references product_variants (id) on delete cascade,
  added_at timestamptz not null default now(),
  primary key (wishlist_id, variant_id)
);

create index wishlist_items_variant_id_idx on wishlist_items (variant_id);

-- migrate:down
drop table wishlist_items;
drop table wishlists;
