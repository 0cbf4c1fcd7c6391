-- no-transaction
create unique index concurrently ticket_seat_idx on ticket (event_id, row_name, number) where state <> 'refunded';
