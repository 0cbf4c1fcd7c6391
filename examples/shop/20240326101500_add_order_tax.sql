-- migrate:up
-- Prices include tax; how much of the total it is was worked out anew for each invoice.
alter table orders add column tax_total amount;

set local shop.backfill = 'on';
update orders as o
set tax_total = t.tax_total
from (
  select i.order_id, round(sum(i.line_total * coalesce(r.rate, 0) / (1 + coalesce(r.rate, 0))), 2) as tax_total
  from order_items as i
  join orders as o on o.id = i.order_id
  join product_variants as v on v.id = i.variant_id
  join products as p on p.id = v.product_id
  join addresses as a on a.id = o.shipping_address_id
  left join tax_rates as r
    on r.country = a.country and r.class = p.tax_class and r.valid_during @> (o.placed_at at time zone 'UTC')::date
  group by i.order_id
) as t
where t.order_id = o.id;

-- The next migration turns it into NOT NULL, once the application fills the column everywhere.
alter table orders
  add constraint orders_tax_total_given check (tax_total is not null) not valid;

create or replace view order_totals as
select
  o.id as order_id,
  o.number,
  o.currency,
  coalesce(i.items_total, 0) as items_total,
  o.shipping_total,
  o.discount_total,
  coalesce(i.items_total, 0) + o.shipping_total - o.discount_total as grand_total,
  coalesce(p.paid_total, 0) as paid_total,
  o.tax_total
from orders as o
left join (
  select order_id, sum(line_total) as items_total from order_items group by order_id
) as i on i.order_id = o.id
left join (
  select order_id, sum(amount) as paid_total from payments where status = 'captured' group by order_id
) as p on p.order_id = o.id;

-- migrate:down
-- A view cannot lose a column by "or replace", and a new view has to be granted again.
drop view order_totals;
create view order_totals as
select
  o.id as order_id,
  o.number,
  o.currency,
  coalesce(i.items_total, 0) as items_total,
  o.shipping_total,
  o.discount_total,
  coalesce(i.items_total, 0) + o.shipping_total - o.discount_total as grand_total,
  coalesce(p.paid_total, 0) as paid_total
from orders as o
left join (
  select order_id, sum(line_total) as items_total from order_items group by order_id
) as i on i.order_id = o.id
left join (
  select order_id, sum(amount) as paid_total from payments where status = 'captured' group by order_id
) as p on p.order_id = o.id;
grant select on order_totals to shop_app, shop_readonly;

alter table orders drop column tax_total;
