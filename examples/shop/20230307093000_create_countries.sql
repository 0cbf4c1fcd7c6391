-- migrate:up
create table countries (
  code country_code primary key,
  name text not null unique,
  currency currency_code not null,
  in_eu boolean not null
);

insert into countries (code, name, currency, in_eu) values
  ('AT', 'Austria', 'EUR', true),
  ('BE', 'Belgium', 'EUR', true),
  ('CH', 'Switzerland', 'CHF', false),
  ('CZ', 'Czechia', 'CZK', true),
  ('DE', 'Germany', 'EUR', true),
  ('DK', 'Denmark', 'DKK', true),
  ('ES', 'Spain', 'EUR', true),
  ('FI', 'Finland', 'EUR', true),
  ('FR', 'France', 'EUR', true),
  ('GB', 'United Kingdom', 'GBP', false),
  ('IE', 'Ireland', 'EUR', true),
  ('IT', 'Italy', 'EUR', true),
  ('LU', 'Luxembourg', 'EUR', true),
  ('NL', 'Netherlands', 'EUR', true),
  ('NO', 'Norway', 'NOK', false),
  ('PL', 'Poland', 'PLN', true),
  ('PT', 'Portugal', 'EUR', true),
  ('SE', 'Sweden', 'SEK', true);

-- migrate:down
drop table countries;
