-- migrate:up
select create_order_events_partition(month::date)
from generate_series(timestamp '2025-01-01', timestamp '2025-12-01', interval '1 month') as month;

-- migrate:down
drop table
  order_events_2025_01, order_events_2025_02, order_events_2025_03, order_events_2025_04, order_events_2025_05, order_events_2025_06,
  order_events_2025_07, order_events_2025_08, order_events_2025_09, order_events_2025_10, order_events_2025_11, order_events_2025_12;
