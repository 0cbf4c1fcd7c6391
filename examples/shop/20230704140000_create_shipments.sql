-- migrate:up
create table carriers (
  code text primary key,
  name text not null,
  tracking_url text not null check (tracking_url like 'https://%{number}%')
);

insert into carriers (code, name, tracking_url) values
  ('north', 'North Parcel', 'https://north.example/track/{number}'),
  ('velo', 'Velo Courier', 'https://velo.example/?n={number}');

create table shipments (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id),
  warehouse_id smallint not null references warehouses (id),
  carrier text not null references carriers (code),
  tracking_number varchar(30),
  shipped_at timestamptz,
  delivered_at timestamptz,
  constraint shipments_dates_check check (delivered_at is null or delivered_at >= shipped_at)
);

create table shipment_items (
  shipment_id bigint not null references shipments (id) on delete cascade,
  order_item_id bigint not null references order_items (id),
  quantity integer not null check (quantity > 0),
  primary key (shipment_id, order_item_id)
);

-- The old shop shipped whole orders, all from Hamburg.
insert into shipments (order_id, warehouse_id, carrier, tracking_number, shipped_at, delivered_at)
select
  o.id,
  w.id,
  case when o.id % 4 = 0 then 'velo' else 'north' end,
  'T' || 70000000 + o.id,
  o.placed_at + interval '26 hours',
  case when o.status = 'delivered' then o.placed_at + interval '75 hours' end
from orders as o
join warehouses as w on w.code = 'HAM'
where o.status in ('shipped', 'delivered')
order by o.id;

insert into shipment_items (shipment_id, order_item_id, quantity)
select s.id, i.id, i.quantity
from shipments as s
join order_items as i on i.order_id = s.order_id
order by s.id, i.id;

create index shipments_order_id_idx on shipments (order_id);
create index shipments_under_way_idx on shipments (carrier, shipped_at) where delivered_at is null;

-- migrate:down
drop table shipment_items;
drop table shipments;
drop table carriers;
