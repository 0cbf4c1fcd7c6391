--! Previous: -
--! Hash: sha1:775d76cb0565c89154f7c76b5bdd61c8e539bace
--! Message: podcasts

create table podcasts (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique,
  title text not null
);

create table episodes (
  id uuid primary key default gen_random_uuid(),
  podcast_id uuid not null references podcasts on delete cascade,
  title text not null,
  published_at timestamptz
);
