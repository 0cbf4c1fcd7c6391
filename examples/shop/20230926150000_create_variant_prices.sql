-- migrate:up
-- Prices per variant and currency, with a past and a future, so that a sale can be planned.
create table variant_prices (
  id bigint generated always as identity primary key,
  variant_id bigint not null references product_variants (id) on delete cascade,
  currency currency_code not null,
  price amount not null,
  valid_during tstzrange not null,
  constraint variant_prices_no_overlap
    exclude using gist (variant_id with =, currency with =, valid_during with &&)
);

-- The application reads and writes both places until products.price is dropped.
insert into variant_prices (variant_id, currency, price, valid_during)
select v.id, p.currency, p.price, tstzrange(p.created_at, null)
from product_variants as v
join products as p on p.id = v.product_id
order by v.id;

create function current_price(of_variant bigint, in_currency currency_code, at_time timestamptz default now()) returns numeric
language sql stable as $$
  select price
  from variant_prices
  where variant_id = of_variant and currency = in_currency and valid_during @> at_time
$$;

grant select, insert, update, delete on variant_prices to shop_app;
grant select on variant_prices to shop_readonly;

-- migrate:down
drop function current_price(bigint, currency_code, timestamptz);
drop table variant_prices;
