-- migrate:up
-- Not valid: new rows are held to it at once, and the tables are locked only for a moment. Old rows follow in the next migration.
alter table inventory
  add constraint inventory_reserved_check check (reserved between 0 and on_hand) not valid;
alter table orders
  add constraint orders_shipping_address_id_fkey
  foreign key (shipping_address_id) references addresses (id) on delete set null not valid;

-- migrate:down
alter table orders drop constraint orders_shipping_address_id_fkey;
alter table inventory drop constraint inventory_reserved_check;
