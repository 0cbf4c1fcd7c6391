alter table public.tools add column deposit_cents integer not null default 0 check (deposit_cents >= 0);

create view public.costly_tools with (security_invoker = true) as
select id, name, deposit_cents from public.tools where deposit_cents > 5000;
