alter table event add column price_cents int not null default 0 check (price_cents >= 0);
alter table ticket add column paid_cents int;

update ticket
   set paid_cents = event.price_cents
  from event
 where event.event_id = ticket.event_id
   and ticket.state = 'sold';
