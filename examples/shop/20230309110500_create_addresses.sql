-- migrate:up
create type address_kind as enum ('billing', 'shipping');

create table addresses (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers (id) on delete cascade,
  kind address_kind not null,
  recipient text not null,
  line1 text not null,
  line2 text,
  postal_code varchar(10) not null,
  city text not null,
  country country_code not null references countries (code),
  is_default boolean not null default false,
  created_at timestamptz not null default now()
);

create index addresses_customer_id_idx on addresses (customer_id);
create unique index addresses_one_default_idx on addresses (customer_id, kind) where is_default;

-- migrate:down
drop table addresses;
drop type address_kind;
