-- migrate:up
create type discount_kind as enum ('percent', 'fixed');

create table coupons (
  id bigint generated always as identity primary key,
  code text not null unique,
  kind discount_kind not null,
  value numeric(12, 2) not null check (value > 0),
  valid_during daterange not null default daterange(null, null),
  max_redemptions integer check (max_redemptions > 0),
  constraint coupons_percent_check check (kind <> 'percent' or value <= 100)
);

create table coupon_redemptions (
  -- One coupon per order.
  order_id bigint primary key references orders (id) on delete cascade,
  coupon_id bigint not null references coupons (id),
  discount amount not null,
  redeemed_at timestamptz not null default now()
);

create index coupon_redemptions_coupon_id_idx on coupon_redemptions (coupon_id);

insert into coupons (code, kind, value, valid_during, max_redemptions) values
  ('WELCOME', 'percent', 10, daterange('2022-01-01', null), null),
  ('SPRING23', 'percent', 15, daterange('2023-03-01', '2023-06-01'), 5000),
  ('SORRY', 'fixed', 2.50, daterange(null, null), null);

-- The old shop knew only the amount, and only one coupon was worth 2.50.
insert into coupon_redemptions (order_id, coupon_id, discount, redeemed_at)
select o.id, c.id, o.discount_total, o.placed_at
from orders as o
join coupons as c on c.code = 'SORRY'
where o.discount_total = 2.50;

-- migrate:down
drop table coupon_redemptions;
drop table coupons;
drop type discount_kind;
