-- migrate:up
-- Roles belong to the server, not to the database: another database, or a migration running beside this one, may have made them.
do $$
begin
  if not exists (select from pg_roles where rolname = 'shop_app') then
    create role shop_app nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'shop_readonly') then
    create role shop_readonly nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;

grant usage on schema public to shop_app, shop_readonly;

-- Named one by one: what is granted on a new table is decided where the table is made.
grant select, insert, update, delete on
  customers, addresses, carts, cart_items, orders, order_items, payments, refunds, coupon_redemptions, reviews, wishlists,
  wishlist_items, shipments, shipment_items, inventory
to shop_app;
grant select on countries, categories, products, product_variants, warehouses, carriers, coupons, tax_rates, order_totals to shop_app;
grant usage on sequence order_number_seq to shop_app;

grant select on
  countries, categories, products, product_variants, warehouses, inventory, orders, order_items, order_totals, payments, refunds,
  coupons, coupon_redemptions, reviews, carriers, shipments, shipment_items, tax_rates
to shop_readonly;

-- migrate:down
-- The roles stay, since other databases of the server may use them.
revoke all on
  countries, categories, products, product_variants, warehouses, inventory, orders, order_items, order_totals, payments, refunds,
  coupons, coupon_redemptions, reviews, carriers, shipments, shipment_items, tax_rates
from shop_readonly;
revoke all on sequence order_number_seq from shop_app;
revoke all on countries, categories, products, product_variants, warehouses, carriers, coupons, tax_rates, order_totals from shop_app;
revoke all on
  customers, addresses, carts, cart_items, orders, order_items, payments, refunds, coupon_redemptions, reviews, wishlists,
  wishlist_items, shipments, shipment_items, inventory
from shop_app;
revoke usage on schema public from shop_app, shop_readonly;
