-- migrate:up
create table product_images (
  id bigint generated always as identity primary key,
  product_id bigint not null references products (id) on delete cascade,
  url text not null check (url like 'https://%'),
  alt text not null,
  position smallint not null,
  -- Deferred, so that two images can change places.
  constraint product_images_position_key unique (product_id, position) deferrable initially deferred
);

insert into product_images (product_id, url, alt, position)
select p.id, format('https://images.example/%s/%s.webp', p.slug, n), p.name, n
from products as p
cross join generate_series(1, 2) as n
order by p.id, n;

grant select on product_images to shop_app, shop_readonly;

-- migrate:down
drop table product_images;
