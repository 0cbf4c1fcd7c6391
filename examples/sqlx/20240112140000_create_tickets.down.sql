drop table ticket;
drop type ticket_state;
