-- migrate:up
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

-- migrate:down
drop view order_totals;
