-- migrate:up
create table product_variants (
  id bigint generated always as identity primary key,
  product_id bigint not null references products (id) on delete cascade,
  sku text not null unique,
  options jsonb not null default '{}',
  weight_grams integer not null check (weight_grams > 0),
  barcode text,
  created_at timestamptz not null default now(),
  unique (product_id, options)
);

-- Own products have no barcode.
create unique index product_variants_barcode_idx on product_variants (barcode) where barcode is not null;

-- migrate:down
drop table product_variants;
