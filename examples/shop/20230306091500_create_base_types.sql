-- migrate:up
create extension if not exists citext;

-- Rules that hold for every column of a kind are written once, as domains.
create domain email_address as citext check (value ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$');
create domain country_code as text check (value ~ '^[A-Z]{2}$');
create domain currency_code as text check (value ~ '^[A-Z]{3}$');
create domain amount as numeric(12, 2) check (value >= 0);

create function touch_updated_at() returns trigger
language plpgsql as $$
begin
  -- A backfill is not an edit: it sets shop.backfill, and the date of the last edit stays.
  if current_setting('shop.backfill', true) is distinct from 'on' then
    new.updated_at := now();
  end if;
  return new;
end
$$;

-- migrate:down
drop function touch_updated_at();
drop domain amount;
drop domain currency_code;
drop domain country_code;
drop domain email_address;
drop extension citext;
