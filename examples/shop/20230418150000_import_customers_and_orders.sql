-- migrate:up
-- The second half of the old shop's export, again with its ids and computed rows.
insert into customers (id, public_id, email, name, phone, locale, birthday, marketing_opt_in, created_at, updated_at)
overriding system value
select
  n,
  md5('customer ' || n)::uuid,
  format('%s.%s%s@example.com', lower(t.first), lower(t.last), n),
  t.first || ' ' || t.last,
  case n % 4
    when 0 then '+49 40 ' || 300000 + n
    when 1 then '0033-4-' || 7000000 + n
    when 2 then '+48 (58) ' || 600000 + n
  end,
  (array['en', 'de', 'fr', 'pl'])[1 + n % 4],
  case when n % 3 = 0 then date '1950-01-01' + n * 9 end,
  n % 5 = 0,
  timestamptz '2021-03-01 10:00:00+00' + n * interval '6 hours',
  timestamptz '2022-06-01 10:00:00+00' + n * interval '3 hours'
from generate_series(1, 2000) as n
cross join lateral (
  select
    (array['Ada', 'Bruno', 'Clara', 'David', 'Elif', 'Felix', 'Greta', 'Hanna', 'Ivan', 'Julia'])[1 + n % 10] as first,
    (array['Adam', 'Berg', 'Costa', 'Dubois', 'Evans', 'Fischer', 'Garcia'])[1 + n % 7] as last
) as t
order by n;

insert into addresses (id, customer_id, kind, recipient, line1, postal_code, city, country, is_default, created_at)
overriding system value
select
  c.id,
  c.id,
  (array['billing', 'shipping']::address_kind[])[1 + c.id % 2],
  c.name,
  format('%s %s', (array['Main Street', 'Station Road', 'Mill Lane', 'Park Row'])[1 + c.id % 4], 1 + c.id % 120),
  lpad(((c.id * 7919) % 100000)::text, 5, '0'),
  t.city,
  t.country,
  true,
  c.created_at
from customers as c
join (
  values (0, 'Hamburg', 'DE'), (1, 'Lyon', 'FR'), (2, 'Gdansk', 'PL'), (3, 'Vienna', 'AT'), (4, 'Zurich', 'CH'), (5, 'Leeds', 'GB')
) as t (place, city, country) on t.place = c.id % 6
order by c.id;

insert into orders (
  id, number, customer_id, shipping_address_id, status, currency, shipping_total, discount_total, placed_at, updated_at
)
overriding system value
select
  n,
  'S-' || 100000 + n,
  c.id,
  c.id,
  (case
    when n % 20 = 0 then 'pending'
    when n % 20 < 3 then 'cancelled'
    when n % 20 < 6 then 'paid'
    when n % 20 < 9 then 'shipped'
    else 'delivered'
  end)::order_status,
  case c.id % 6 when 4 then 'CHF' when 5 then 'GBP' else 'EUR' end,
  case when n % 7 < 3 then 0 else 4.90 end,
  case when n % 11 = 0 then 2.50 else 0 end,
  timestamptz '2022-01-03 08:00:00+00' + n * interval '165 minutes',
  timestamptz '2022-01-05 08:00:00+00' + n * interval '165 minutes'
from generate_series(1, 4000) as n
join customers as c on c.id = 1 + (n * 17) % 2000
order by n;

insert into order_items (id, order_id, variant_id, quantity, unit_price)
overriding system value
select
  row_number() over (order by o.id, line),
  o.id,
  v.id,
  1 + (o.id + line) % 3,
  p.price
from orders as o
cross join lateral generate_series(1, 1 + o.id % 3) as line
join product_variants as v on v.id = 1 + (o.id * 31 + line * 577) % 2400
join products as p on p.id = v.product_id
order by o.id, line;

insert into payments (id, order_id, method, status, amount, provider_reference, idempotency_key, created_at, captured_at)
overriding system value
select
  o.id,
  o.id,
  (array['card', 'paypal', 'bank_transfer']::payment_method[])[1 + o.id % 3],
  'captured',
  i.total + o.shipping_total - o.discount_total,
  'pay_' || left(md5('payment ' || o.id), 20),
  md5('payment ' || o.id)::uuid,
  o.placed_at,
  o.placed_at + interval '20 minutes'
from orders as o
join (select order_id, sum(line_total) as total from order_items group by order_id) as i on i.order_id = o.id
where o.id % 20 not in (0, 2)
order by o.id;

alter table customers alter column id restart with 2001;
alter table addresses alter column id restart with 2001;
alter table orders alter column id restart with 4001;
alter table order_items alter column id restart with 8001;
alter table payments alter column id restart with 4001;
alter sequence order_number_seq restart with 104001;

-- migrate:down
delete from payments where order_id <= 4000;
delete from order_items where order_id <= 4000;
delete from orders where id <= 4000;
delete from customers where id <= 2000;
alter sequence order_number_seq restart with 100001;
alter table payments alter column id restart with 1;
alter table order_items alter column id restart with 1;
alter table orders alter column id restart with 1;
alter table addresses alter column id restart with 1;
alter table customers alter column id restart with 1;
