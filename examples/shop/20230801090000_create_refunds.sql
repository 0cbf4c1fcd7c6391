-- migrate:up
create table refunds (
  id bigint generated always as identity primary key,
  payment_id bigint not null references payments (id),
  amount amount not null check (amount > 0),
  reason text not null,
  created_at timestamptz not null default now()
);

create index refunds_payment_id_idx on refunds (payment_id);

create function check_refund_total() returns trigger
language plpgsql as $$
declare
  captured numeric;
  refunded numeric;
begin
  -- The lock makes two refunds of one payment wait for each other.
  select amount into captured from payments where id = new.payment_id and status = 'captured' for update;
  select sum(amount) into refunded from refunds where payment_id = new.payment_id;
  if captured is null or refunded > captured then
    raise exception 'refunds of payment % add up to %, captured were %', new.payment_id, refunded, coalesce(captured, 0)
      using errcode = 'check_violation';
  end if;
  return null;
end
$$;

create trigger refunds_check_total after insert or update on refunds
  for each row execute function check_refund_total();

-- What was paid for orders that were cancelled was sent back by hand until now.
insert into refunds (payment_id, amount, reason, created_at)
select p.id, p.amount, 'order cancelled', p.captured_at + interval '72 hours'
from payments as p
join orders as o on o.id = p.order_id
where o.status = 'cancelled' and p.status = 'captured'
order by p.id;

-- migrate:down
drop table refunds;
drop function check_refund_total();
