-- migrate:up
-- Messages to other systems are written with the change they tell of, and sent by a worker afterwards.
create table outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  published_at timestamptz
);

create index outbox_unpublished_idx on outbox (id) where published_at is null;

create function announce_order() returns trigger
language plpgsql as $$
begin
  if current_setting('shop.backfill', true) is distinct from 'on' then
    insert into outbox (topic, payload)
    values ('order.' || new.status, jsonb_build_object('number', new.number, 'customer', new.customer_id));
  end if;
  return null;
end
$$;

create trigger orders_announce_new after insert on orders
  for each row execute function announce_order();
create trigger orders_announce_status after update of status on orders
  for each row when (old.status is distinct from new.status)
  execute function announce_order();

-- Called in the transaction that sends them, so that a failure gives them back. Each worker skips what another has locked.
create function claim_messages(max_messages integer) returns setof outbox
language sql volatile as $$
  update outbox
  set published_at = now()
  where id in (
    select id from outbox where published_at is null order by id limit max_messages for update skip locked
  )
  returning *
$$;

grant select, insert, update on outbox to shop_app;

-- migrate:down
drop function claim_messages(integer);
drop trigger orders_announce_status on orders;
drop trigger orders_announce_new on orders;
drop function announce_order();
drop table outbox;
