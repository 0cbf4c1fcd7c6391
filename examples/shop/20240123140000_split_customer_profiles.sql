-- migrate:up
-- Personal details get a table of their own: support may read customers, but not birthdays.
create table customer_profiles (
  customer_id bigint primary key references customers (id) on delete cascade,
  locale text not null default 'en',
  birthday date,
  marketing_opt_in boolean not null default false,
  updated_at timestamptz not null default now()
);

insert into customer_profiles (customer_id, locale, birthday, marketing_opt_in, updated_at)
select id, locale, birthday, marketing_opt_in, updated_at
from customers
order by id;

alter table customers
  drop column locale,
  drop column birthday,
  drop column marketing_opt_in;

create trigger customer_profiles_touch before update on customer_profiles
  for each row execute function touch_updated_at();

-- The newsletter goes out by language.
create index customer_profiles_newsletter_idx on customer_profiles (locale) where marketing_opt_in;

grant select, insert, update, delete on customer_profiles to shop_app;

-- migrate:down
alter table customers
  add column locale text not null default 'en',
  add column birthday date,
  add column marketing_opt_in boolean not null default false;

set local shop.backfill = 'on';
update customers as c
set locale = p.locale, birthday = p.birthday, marketing_opt_in = p.marketing_opt_in
from customer_profiles as p
where p.customer_id = c.id;

drop table customer_profiles;
