-- migrate:up
create schema reporting;

-- The dashboards asked for this sum every minute; once an hour is enough.
create materialized view reporting.daily_sales as
select
  (o.placed_at at time zone 'UTC')::date as day,
  count(*) as orders,
  count(distinct o.customer_id) as customers,
  round(sum(t.grand_total / r.per_euro), 2) as revenue_eur,
  round(sum(t.tax_total / r.per_euro), 2) as tax_eur
from orders as o
join order_totals as t on t.order_id = o.id
cross join lateral (
  select x.per_euro
  from exchange_rates as x
  where x.currency = o.currency and x.valid_from <= (o.placed_at at time zone 'UTC')::date
  order by x.valid_from desc
  limit 1
) as r
where o.status in ('paid', 'shipped', 'delivered')
group by 1;

-- Refreshing concurrently needs it.
create unique index daily_sales_day_idx on reporting.daily_sales (day);

create function reporting.refresh_daily_sales() returns void
language sql security definer set search_path = reporting, pg_temp as $$
  refresh materialized view concurrently reporting.daily_sales
$$;

grant usage on schema reporting to shop_readonly;
grant select on reporting.daily_sales to shop_readonly;

-- migrate:down
drop function reporting.refresh_daily_sales();
drop materialized view reporting.daily_sales;
drop schema reporting;
