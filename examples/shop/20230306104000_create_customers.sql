-- migrate:up
create table customers (
  id bigint generated always as identity primary key,
  -- Shown in links, so that nobody can count our customers.
  public_id uuid not null default gen_random_uuid() unique,
  email email_address not null unique,
  name text not null,
  phone text,
  locale text not null default 'en',
  birthday date,
  marketing_opt_in boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create trigger customers_touch before update on customers
  for each row execute function touch_updated_at();

-- migrate:down
drop table customers;
