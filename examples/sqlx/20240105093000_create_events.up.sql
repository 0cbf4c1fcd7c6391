create table event (
    event_id  uuid primary key default gen_random_uuid(),
    venue_id  uuid not null references venue,
    title     text not null,
    starts_at timestamptz not null
);
