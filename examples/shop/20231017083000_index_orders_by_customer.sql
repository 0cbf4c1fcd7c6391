-- migrate:up transaction:false
-- The account page lists a customer's orders, newest first, and took two seconds.
create index concurrently orders_customer_placed_at_idx on orders (customer_id, placed_at desc);

-- migrate:down transaction:false
drop index concurrently orders_customer_placed_at_idx;
