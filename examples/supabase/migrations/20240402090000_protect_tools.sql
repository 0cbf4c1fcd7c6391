alter table public.tools enable row level security;
alter table public.borrowings enable row level security;

create policy "everyone sees the shed" on public.tools for select using (true);
create policy "everyone sees what is out" on public.borrowings for select using (true);
