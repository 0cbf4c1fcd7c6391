-- migrate:up
create table warehouses (
  id smallint generated always as identity primary key,
  code text not null unique,
  name text not null,
  country country_code not null references countries (code)
);

create table inventory (
  variant_id bigint not null references product_variants (id) on delete cascade,
  warehouse_id smallint not null references warehouses (id),
  on_hand integer not null default 0,
  reserved integer not null default 0,
  available integer generated always as (on_hand - reserved) stored,
  primary key (variant_id, warehouse_id)
);

insert into warehouses (code, name, country) values
  ('HAM', 'Hamburg', 'DE'),
  ('LYS', 'Lyon', 'FR'),
  ('GDN', 'Gdansk', 'PL');

-- The first count. Every 97th shelf holds less than was promised, as counts do.
insert into inventory (variant_id, warehouse_id, on_hand, reserved)
select
  v.id,
  w.id,
  (v.id * 7 + w.id * 13) % 60,
  case when v.id % 97 = 0 then (v.id * 7 + w.id * 13) % 60 + 2 else (v.id * 7 + w.id * 13) % 60 / 10 end
from product_variants as v
cross join warehouses as w
order by v.id, w.id;

create index inventory_low_stock_idx on inventory (warehouse_id, variant_id) where available < 5;

-- migrate:down
drop table inventory;
drop table warehouses;
