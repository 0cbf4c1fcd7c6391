-- migrate:up
-- Carriers want +49401234; people write 0049-40-1234. What was entered stays beside it.
create function normalise_phone(entered text) returns text
language sql immutable strict parallel safe
return case
  when entered ~ '^\s*\+' then '+' || regexp_replace(entered, '[^0-9]', '', 'g')
  when entered ~ '^\s*00' then '+' || regexp_replace(regexp_replace(entered, '^\s*00', ''), '[^0-9]', '', 'g')
end;

alter table customers
  add column phone_e164 text generated always as (normalise_phone(phone_number)) stored,
  add constraint customers_phone_e164_check check (phone_e164 ~ '^\+[1-9][0-9]{6,14}$');

create index customers_phone_e164_idx on customers (phone_e164) where phone_e164 is not null;

-- migrate:down
alter table customers
  drop constraint customers_phone_e164_check,
  drop column phone_e164;
drop function normalise_phone(text);
