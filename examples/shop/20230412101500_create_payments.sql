-- migrate:up
create type payment_method as enum ('card', 'paypal', 'bank_transfer');
create type payment_status as enum ('authorised', 'captured', 'failed');

create table payments (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id),
  method payment_method not null,
  status payment_status not null default 'authorised',
  amount amount not null check (amount > 0),
  provider_reference varchar(40),
  -- The provider repeats its calls; a payment must not be booked twice.
  idempotency_key uuid not null unique default gen_random_uuid(),
  created_at timestamptz not null default now(),
  captured_at timestamptz,
  constraint payments_captured_check check ((status = 'captured') = (captured_at is not null))
);

create index payments_order_id_idx on payments (order_id);

-- migrate:down
drop table payments;
drop type payment_status;
drop type payment_method;
