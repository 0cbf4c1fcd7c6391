create table public.tools (
  id bigint generated always as identity primary key,
  name text not null,
  owner text not null,
  added_at timestamptz not null default now()
);

comment on table public.tools is 'What neighbours lend each other; the owner stays the owner.';
