-- migrate:up
create table reviews (
  id bigint generated always as identity primary key,
  product_id bigint not null references products (id) on delete cascade,
  customer_id bigint not null references customers (id) on delete cascade,
  rating smallint not null,
  body text not null default '',
  approved boolean not null default false,
  created_at timestamptz not null default now(),
  constraint reviews_rating_check check (rating between 1 and 5),
  constraint reviews_once_key unique (product_id, customer_id)
);

-- Who bought it was asked by mail, every second customer answered.
insert into reviews (product_id, customer_id, rating, body, approved, created_at)
select
  v.product_id,
  o.customer_id,
  1 + (min(i.id) * 13 + v.product_id) % 5,
  (array['', 'As described.', 'Would buy again.', 'Smaller than I thought.'])[1 + min(i.id) % 4],
  min(i.id) % 10 <> 0,
  min(o.placed_at) + interval '240 hours'
from order_items as i
join orders as o on o.id = i.order_id
join product_variants as v on v.id = i.variant_id
where o.status = 'delivered' and o.customer_id % 2 = 0
group by v.product_id, o.customer_id
order by v.product_id, o.customer_id;

create index reviews_to_approve_idx on reviews (created_at) where not approved;

-- migrate:down
drop table reviews;
