-- migrate:up
-- Apart from the migration that uses it: a new value may not be used in the transaction that adds it.
alter type order_status add value 'refunded' after 'cancelled';

-- migrate:down
-- PostgreSQL cannot take a value out of an enum, so the type is made anew.
alter table orders alter column status drop default;
alter type order_status rename to order_status_with_refunded;
create type order_status as enum ('pending', 'paid', 'shipped', 'delivered', 'cancelled');
alter table orders alter column status type order_status using status::text::order_status;
alter table orders alter column status set default 'pending';
drop type order_status_with_refunded;
