-- migrate:up
alter table products drop column price, drop column currency;

-- migrate:down
alter table products
  add column price amount,
  add column currency currency_code not null default 'EUR';

set local shop.backfill = 'on';
update products as p
set price = t.price, currency = t.currency
from (
  select distinct on (v.product_id) v.product_id, t.price, t.currency
  from variant_prices as t
  join product_variants as v on v.id = t.variant_id
  where upper_inf(t.valid_during)
  order by v.product_id, t.currency = 'EUR' desc, v.id
) as t
where t.product_id = p.id;

alter table products alter column price set not null;
