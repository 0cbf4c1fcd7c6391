-- migrate:up
create extension if not exists ltree;

create table categories (
  id bigint generated always as identity primary key,
  path ltree not null unique,
  name text not null,
  -- The menu has room for three levels.
  constraint categories_depth_check check (nlevel(path) between 1 and 3)
);

create index categories_path_idx on categories using gist (path);

insert into categories (path, name) values
  ('home', 'Home'),
  ('home.kitchen', 'Kitchen'),
  ('home.bath', 'Bath'),
  ('home.lighting', 'Lighting'),
  ('home.textiles', 'Textiles'),
  ('garden', 'Garden'),
  ('garden.tools', 'Tools'),
  ('garden.furniture', 'Garden furniture'),
  ('garden.plants', 'Plants and seeds'),
  ('outdoor', 'Outdoor'),
  ('outdoor.camping', 'Camping'),
  ('outdoor.cycling', 'Cycling'),
  ('outdoor.climbing', 'Climbing'),
  ('stationery', 'Stationery'),
  ('stationery.paper', 'Paper'),
  ('stationery.pens', 'Pens'),
  ('books', 'Books'),
  ('books.cooking', 'Cooking'),
  ('books.travel', 'Travel');

create function category_breadcrumb(of_path ltree) returns text
language sql stable as $$
  select string_agg(name, ' / ' order by nlevel(path)) from categories where path @> of_path
$$;

-- migrate:down
drop function category_breadcrumb(ltree);
drop table categories;
drop extension ltree;
