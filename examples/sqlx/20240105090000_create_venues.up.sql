create table venue (
    venue_id uuid primary key default gen_random_uuid(),
    name     text not null,
    city     text not null
);

create table seat (
    venue_id uuid not null references venue on delete cascade,
    row_name text not null,
    number   int not null check (number > 0),
    primary key (venue_id, row_name, number)
);
