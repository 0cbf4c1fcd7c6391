-- migrate:up
create extension if not exists btree_gist;

create type tax_class as enum ('standard', 'reduced');

create table tax_rates (
  id bigint generated always as identity primary key,
  country country_code not null references countries (code),
  class tax_class not null,
  rate numeric(5, 4) not null check (rate >= 0 and rate < 1),
  valid_during daterange not null,
  -- On any day there is at most one rate.
  constraint tax_rates_no_overlap exclude using gist (country with =, class with =, valid_during with &&)
);

insert into tax_rates (country, class, rate, valid_during) values
  ('AT', 'standard', 0.20, daterange('2016-01-01', null)),
  ('AT', 'reduced', 0.10, daterange('2016-01-01', null)),
  ('CH', 'standard', 0.077, daterange('2018-01-01', '2024-01-01')),
  ('CH', 'standard', 0.081, daterange('2024-01-01', null)),
  ('CH', 'reduced', 0.025, daterange('2018-01-01', '2024-01-01')),
  ('CH', 'reduced', 0.026, daterange('2024-01-01', null)),
  ('DE', 'standard', 0.19, daterange('2021-01-01', null)),
  ('DE', 'reduced', 0.07, daterange('2021-01-01', null)),
  ('FR', 'standard', 0.20, daterange('2014-01-01', null)),
  ('FR', 'reduced', 0.055, daterange('2014-01-01', null)),
  ('GB', 'standard', 0.20, daterange('2011-01-04', null)),
  ('GB', 'reduced', 0.05, daterange('2011-01-04', null)),
  ('PL', 'standard', 0.23, daterange('2011-01-01', null)),
  ('PL', 'reduced', 0.08, daterange('2011-01-01', null));

alter table products add column tax_class tax_class not null default 'standard';

-- Books are taxed at the reduced rate in every country we ship to.
set local shop.backfill = 'on';
update products as p
set tax_class = 'reduced'
from categories as c
where c.id = p.category_id and c.path <@ 'books';

create function tax_rate(in_country country_code, for_class tax_class, on_day date) returns numeric
language sql stable as $$
  select rate from tax_rates where country = in_country and class = for_class and valid_during @> on_day
$$;

-- migrate:down
drop function tax_rate(country_code, tax_class, date);
alter table products drop column tax_class;
drop table tax_rates;
drop type tax_class;
drop extension btree_gist;
