--! Previous: sha1:328307397494d95ba1d2fcf20d0348707e1be602
--! Hash: sha1:84e83c5c3478695a8a781868c7c3ca134fbefff2
--! Message: listens

--! Included audit.sql
create table audit (
  at timestamptz not null default now(),
  what text not null
);
--! EndIncluded audit.sql

create table listens (
  episode_id uuid not null references episodes on delete cascade,
  at timestamptz not null default now(),
  seconds integer not null check (seconds >= 0)
);

insert into audit (what) values ('listens are counted from here on');
