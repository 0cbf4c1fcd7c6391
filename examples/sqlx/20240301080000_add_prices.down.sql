alter table ticket drop column paid_cents;
alter table event drop column price_cents;
