-- migrate:up
-- The application says for whom it acts; a forgotten WHERE must not show one customer's orders to another.
create function acting_customer_id() returns bigint
language sql stable as $$
  select nullif(current_setting('shop.customer_id', true), '')::bigint
$$;

alter table addresses enable row level security;
alter table orders enable row level security;
alter table order_items enable row level security;
alter table payments enable row level security;
alter table wishlists enable row level security;

create policy addresses_own on addresses to shop_app
  using (customer_id = acting_customer_id());
create policy orders_own on orders to shop_app
  using (customer_id = acting_customer_id());
create policy orders_reporting on orders for select to shop_readonly
  using (true);
-- What belongs to an order is seen by whoever sees the order.
create policy order_items_own on order_items to shop_app
  using (exists (select from orders as o where o.id = order_id));
create policy order_items_reporting on order_items for select to shop_readonly
  using (true);
create policy payments_own on payments to shop_app
  using (exists (select from orders as o where o.id = order_id));
create policy payments_reporting on payments for select to shop_readonly
  using (true);
create policy wishlists_own on wishlists to shop_app
  using (customer_id = acting_customer_id());
-- Whoever has the link may look.
create policy wishlists_shared on wishlists for select to shop_app
  using (share_token::text = current_setting('shop.share_token', true));

-- The view reads as its owner, whom no policy binds, until all servers know security_invoker.
revoke select on order_totals from shop_app;

-- migrate:down
grant select on order_totals to shop_app;
drop policy wishlists_shared on wishlists;
drop policy wishlists_own on wishlists;
drop policy payments_reporting on payments;
drop policy payments_own on payments;
drop policy order_items_reporting on order_items;
drop policy order_items_own on order_items;
drop policy orders_reporting on orders;
drop policy orders_own on orders;
drop policy addresses_own on addresses;
alter table wishlists disable row level security;
alter table payments disable row level security;
alter table order_items disable row level security;
alter table orders disable row level security;
alter table addresses disable row level security;
drop function acting_customer_id();
