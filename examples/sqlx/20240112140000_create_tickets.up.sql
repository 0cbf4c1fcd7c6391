create type ticket_state as enum ('held', 'sold', 'refunded');

create table ticket (
    ticket_id  uuid primary key default gen_random_uuid(),
    event_id   uuid not null references event,
    venue_id   uuid not null,
    row_name   text not null,
    number     int not null,
    state      ticket_state not null default 'held',
    held_until timestamptz,
    foreign key (venue_id, row_name, number) references seat
);
