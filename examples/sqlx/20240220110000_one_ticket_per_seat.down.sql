-- no-transaction
drop index concurrently ticket_seat_idx;
