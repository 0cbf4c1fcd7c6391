create index concurrently if not exists tools_owner on public.tools (owner);
