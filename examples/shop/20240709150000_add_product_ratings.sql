-- migrate:up
-- Listings sort by rating, and counting every review for it was half of their time.
alter table products
  add column rating_count integer not null default 0,
  add column rating_average numeric(3, 2);

set local shop.backfill = 'on';
update products as p
set rating_count = r.count, rating_average = r.average
from (
  select product_id, count(*) as count, avg(rating) as average
  from product_reviews
  where approved
  group by product_id
) as r
where r.product_id = p.id;

create index products_by_rating_idx on products (category_id, rating_average desc nulls last) where status = 'active';

-- Runs as its owner: who may write a review may not change products.
create function update_product_rating() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update products as p
  set rating_count = r.count, rating_average = r.average
  from (
    select count(*) as count, avg(rating) as average
    from product_reviews
    where product_id = coalesce(new.product_id, old.product_id) and approved
  ) as r
  where p.id = coalesce(new.product_id, old.product_id);
  return null;
end
$$;

create trigger product_reviews_rate after insert or update or delete on product_reviews
  for each row execute function update_product_rating();

-- migrate:down
drop trigger product_reviews_rate on product_reviews;
drop function update_product_rating();
alter table products
  drop column rating_count,
  drop column rating_average;
