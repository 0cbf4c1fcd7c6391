-- migrate:up
create schema audit;

create table audit.entries (
  id bigint generated always as identity primary key,
  table_name text not null,
  row_id bigint not null,
  action text not null check (action in ('INSERT', 'UPDATE', 'DELETE')),
  old_row jsonb,
  new_row jsonb,
  changed_by text not null default session_user,
  changed_at timestamptz not null default now()
);

create index entries_row_idx on audit.entries (table_name, row_id);
-- The log only grows and in the order of time, so a BRIN index is enough and stays tiny.
create index entries_changed_at_idx on audit.entries using brin (changed_at);

-- Runs as its owner: who may change a customer may not write the log.
create function audit.record_change() returns trigger
language plpgsql security definer set search_path = audit, pg_temp as $$
begin
  if current_setting('shop.backfill', true) is distinct from 'on' then
    insert into audit.entries (table_name, row_id, action, old_row, new_row)
    values (
      tg_table_name,
      case when tg_op = 'DELETE' then old.id else new.id end,
      tg_op,
      case when tg_op <> 'INSERT' then to_jsonb(old) end,
      case when tg_op <> 'DELETE' then to_jsonb(new) end
    );
  end if;
  return null;
end
$$;

create trigger customers_audit after insert or update or delete on customers
  for each row execute function audit.record_change();
create trigger products_audit after insert or update or delete on products
  for each row execute function audit.record_change();
create trigger orders_audit after insert or update or delete on orders
  for each row execute function audit.record_change();
create trigger refunds_audit after insert or update or delete on refunds
  for each row execute function audit.record_change();

-- migrate:down
drop trigger refunds_audit on refunds;
drop trigger orders_audit on orders;
drop trigger products_audit on products;
drop trigger customers_audit on customers;
drop function audit.record_change();
drop table audit.entries;
drop schema audit;
