-- migrate:up
set local shop.backfill = 'on';
update orders as o
set status = 'refunded'
where o.status = 'cancelled'
  and exists (select from payments as p join refunds as r on r.payment_id = p.id where p.order_id = o.id);

create function mark_refunded_order() returns trigger
language plpgsql as $$
begin
  update orders as o
  set status = 'refunded'
  from payments as p
  where p.id = new.payment_id
    and o.id = p.order_id
    and o.status = 'cancelled'
    and p.amount = (select sum(r.amount) from refunds as r where r.payment_id = p.id);
  return null;
end
$$;

create trigger refunds_mark_order after insert on refunds
  for each row execute function mark_refunded_order();

-- migrate:down
drop trigger refunds_mark_order on refunds;
drop function mark_refunded_order();
set local shop.backfill = 'on';
update orders set status = 'cancelled' where status = 'refunded';
