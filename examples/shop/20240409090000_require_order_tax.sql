-- migrate:up
-- Validated first, under a weak lock: SET NOT NULL then trusts the check and does not read the table under its strong one.
alter table orders validate constraint orders_tax_total_given;
alter table orders alter column tax_total set not null;
alter table orders drop constraint orders_tax_total_given;

-- migrate:down
alter table orders
  add constraint orders_tax_total_given check (tax_total is not null) not valid;
alter table orders alter column tax_total drop not null;
