-- migrate:up
-- Read by the catalogue of data that the company keeps.
comment on table customers is 'Whoever has an account. Personal data: deleted on request.';
comment on table customer_profiles is 'What a customer told us about themselves. Personal data: deleted on request.';
comment on table orders is 'Kept for ten years, as the tax office demands.';
comment on column orders.number is 'What customers and invoices call the order.';
comment on column orders.tax_total is 'Tax contained in the prices, in the currency of the order.';
comment on table order_events is 'What happened to an order and when; one partition per month.';
comment on table outbox is 'Messages to other systems, at least once, in the order of id.';
comment on table variant_prices is 'Prices with tax; for a time, a currency and a variant there is one at most.';
comment on materialized view reporting.daily_sales is 'Refreshed every hour by reporting.refresh_daily_sales().';
comment on function create_order_events_partition(date) is 'Called by a job on the 20th for the month after next.';

-- migrate:down
comment on function create_order_events_partition(date) is null;
comment on materialized view reporting.daily_sales is null;
comment on table variant_prices is null;
comment on table outbox is null;
comment on table order_events is null;
comment on column orders.tax_total is null;
comment on column orders.number is null;
comment on table orders is null;
comment on table customer_profiles is null;
comment on table customers is null;
