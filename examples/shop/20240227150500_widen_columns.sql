-- migrate:up
-- Only the length limit goes: no table is rewritten for these.
alter table addresses alter column postal_code type text;
alter table payments alter column provider_reference type text;
alter table shipments alter column tracking_number type text;

-- These two are rewritten: seeds weigh half a gram, and a school ordered 40,000 pencils.
alter table product_variants alter column weight_grams type numeric(9, 1);
alter table cart_items alter column quantity type integer;

-- migrate:down
alter table cart_items alter column quantity type smallint;
-- The check was rewritten for the wider type, and would keep its casts.
alter table product_variants
  drop constraint product_variants_weight_grams_check,
  alter column weight_grams type integer using ceil(weight_grams)::integer,
  add constraint product_variants_weight_grams_check check (weight_grams > 0);
alter table shipments alter column tracking_number type varchar(30);
alter table payments alter column provider_reference type varchar(40);
alter table addresses alter column postal_code type varchar(10);
