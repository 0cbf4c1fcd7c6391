drop table seat;
drop table venue;
