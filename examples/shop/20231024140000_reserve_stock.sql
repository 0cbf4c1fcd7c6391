-- migrate:up
create function reserve_stock(for_order bigint) returns void
language plpgsql as $$
declare
  item record;
  shelf smallint;
begin
  -- Always in the same order, so that two orders for the same things cannot deadlock.
  for item in select variant_id, quantity from order_items where order_id = for_order order by variant_id loop
    select warehouse_id into shelf
    from inventory
    where variant_id = item.variant_id and available >= item.quantity
    order by available desc, warehouse_id
    limit 1
    for update;
    if not found then
      raise exception 'variant % is not in stock % times', item.variant_id, item.quantity using errcode = 'check_violation';
    end if;
    update inventory
    set reserved = reserved + item.quantity
    where variant_id = item.variant_id and warehouse_id = shelf;
  end loop;
end
$$;

create function reserve_stock_of_paid_order() returns trigger
language plpgsql as $$
begin
  perform reserve_stock(new.id);
  return null;
end
$$;

create trigger orders_reserve_stock after update of status on orders
  for each row when (old.status = 'pending' and new.status = 'paid')
  execute function reserve_stock_of_paid_order();

-- What the packing tables ask for all day.
create index orders_to_ship_idx on orders (placed_at) where status = 'paid';

-- migrate:down
drop index orders_to_ship_idx;
drop trigger orders_reserve_stock on orders;
drop function reserve_stock_of_paid_order();
drop function reserve_stock(bigint);
