-- migrate:up
create extension if not exists pgcrypto;

create table gift_cards (
  id bigint generated always as identity primary key,
  -- A code is money: only its hash is kept.
  code_hash bytea not null unique,
  currency currency_code not null default 'EUR',
  initial_balance amount not null check (initial_balance > 0),
  balance amount not null,
  expires_on date not null,
  constraint gift_cards_balance_check check (balance <= initial_balance)
);

create table gift_card_redemptions (
  gift_card_id bigint not null references gift_cards (id),
  order_id bigint not null references orders (id),
  amount amount not null check (amount > 0),
  redeemed_at timestamptz not null default now(),
  primary key (gift_card_id, order_id)
);

create function gift_card_hash(code text) returns bytea
language sql immutable strict as $$
  select digest(upper(regexp_replace(code, '[^A-Za-z0-9]', '', 'g')), 'sha256')
$$;

create function redeem_gift_card(code text, for_order bigint, wanted amount) returns numeric
language plpgsql as $$
declare
  card gift_cards;
  taken numeric;
begin
  select * into card from gift_cards where code_hash = gift_card_hash(code) and expires_on >= current_date for update;
  if not found then
    raise exception 'no valid gift card has this code' using errcode = 'no_data_found';
  end if;
  taken := least(card.balance, wanted);
  if taken > 0 then
    insert into gift_card_redemptions (gift_card_id, order_id, amount) values (card.id, for_order, taken);
    update gift_cards set balance = balance - taken where id = card.id;
  end if;
  return taken;
end
$$;

-- Sold on paper in the Hamburg store before the shop could sell them.
insert into gift_cards (code_hash, initial_balance, balance, expires_on)
select gift_card_hash('HAM-' || lpad(n::text, 6, '0')), t.value, t.value, date '2027-12-31'
from generate_series(1, 800) as n
cross join lateral (select (array[20, 50, 100])[1 + n % 3] as value) as t
order by n;

grant select, insert, update on gift_cards, gift_card_redemptions to shop_app;

-- migrate:down
drop function redeem_gift_card(text, bigint, amount);
drop function gift_card_hash(text);
drop table gift_card_redemptions;
drop table gift_cards;
drop extension pgcrypto;
