-- migrate:up
-- Kept, so that the purchasers can go through what had been promised twice.
create table inventory_corrections (
  variant_id bigint not null,
  warehouse_id smallint not null,
  reserved_before integer not null,
  primary key (variant_id, warehouse_id),
  foreign key (variant_id, warehouse_id) references inventory (variant_id, warehouse_id) on delete cascade
);

insert into inventory_corrections (variant_id, warehouse_id, reserved_before)
select variant_id, warehouse_id, reserved
from inventory
where reserved > on_hand;

update inventory set reserved = on_hand where reserved > on_hand;

alter table inventory validate constraint inventory_reserved_check;
alter table orders validate constraint orders_shipping_address_id_fkey;

-- migrate:down
alter table orders
  drop constraint orders_shipping_address_id_fkey,
  add constraint orders_shipping_address_id_fkey
    foreign key (shipping_address_id) references addresses (id) on delete set null not valid;
alter table inventory drop constraint inventory_reserved_check;

update inventory as i
set reserved = c.reserved_before
from inventory_corrections as c
where c.variant_id = i.variant_id and c.warehouse_id = i.warehouse_id;

alter table inventory
  add constraint inventory_reserved_check check (reserved between 0 and on_hand) not valid;
drop table inventory_corrections;
