-- migrate:up
-- The old shop's catalogue keeps its ids, which are printed on the shelves. Its rows are computed, so that every replay holds the same.
insert into products (id, category_id, slug, name, description, status, attributes, price, created_at, updated_at)
overriding system value
select
  n,
  c.id,
  lower(replace(t.name, ' ', '-')) || '-' || n,
  t.name,
  format('%s, made of %s. %s', t.name, k.material, t.remark),
  (case when n % 29 = 0 then 'discontinued' when n % 31 = 0 then 'draft' else 'active' end)::product_status,
  jsonb_build_object('brand', 'Brand ' || 1 + n % 24, 'material', k.material, 'gift', n % 3 = 0),
  4.90 + (n * 37) % 195,
  timestamptz '2021-02-01 09:00:00+00' + n * interval '9 hours',
  timestamptz '2022-11-01 09:00:00+00' + n * interval '5 hours'
from generate_series(1, 600) as n
join (
  values
    (0, 'home.kitchen', 'steel', '{Kettle,Pan,Bowl,Knife}'),
    (1, 'home.bath', 'cotton', '{Towel,Bath Mat,Robe}'),
    (2, 'home.lighting', 'brass', '{Lamp,Lantern,Desk Lamp}'),
    (3, 'home.textiles', 'wool', '{Blanket,Cushion,Rug,Curtain}'),
    (4, 'garden.tools', 'steel', '{Spade,Rake,Trowel}'),
    (5, 'garden.furniture', 'oak', '{Bench,Chair,Table,Stool}'),
    (6, 'garden.plants', 'paper and soil', '{Seed Box,Herb Kit,Bulb Set}'),
    (7, 'outdoor.camping', 'canvas', '{Tent,Hammock,Stove,Bag}'),
    (8, 'outdoor.cycling', 'leather', '{Saddle,Pannier,Bar Tape}'),
    (9, 'outdoor.climbing', 'nylon', '{Rope,Harness,Chalk Bag}'),
    (10, 'stationery.paper', 'recycled paper', '{Notebook,Letter Set,Calendar}'),
    (11, 'stationery.pens', 'brass', '{Fountain Pen,Pencil,Pen Case}'),
    (12, 'books.cooking', 'paper', '{Cookbook,Baking Book}'),
    (13, 'books.travel', 'paper', '{Atlas,Guide,Travel Diary}')
) as k (place, path, material, nouns) on k.place = n % 14
join categories as c on c.path = k.path::ltree
cross join lateral (
  select
    concat_ws(
      ' ',
      (array['Everyday', 'Little', 'Classic', 'Nordic', 'Handmade', 'Grand', 'Plain', 'Bright'])[1 + n / 14 % 8],
      (k.nouns::text[])[1 + n / 112 % array_length(k.nouns::text[], 1)]
    ) as name,
    (array['Built to be repaired.', 'A favourite since our first year.', 'Packed without plastic.', 'New.'])[1 + n % 4] as remark
) as t
order by n;

insert into product_variants (id, product_id, sku, options, weight_grams, barcode, created_at)
overriding system value
select
  (p.id - 1) * 4 + v,
  p.id,
  format('P%s-%s', lpad(p.id::text, 4, '0'), v),
  jsonb_build_object('size', (array['S', 'L'])[1 + v % 2], 'colour', (array['natural', 'black'])[1 + (v - 1) / 2]),
  80 + ((p.id * 53 + v * 17) % 2400)::integer,
  case when p.id % 5 <> 0 then (4000000000000 + p.id * 10 + v)::text end,
  p.created_at
from products as p
cross join generate_series(1, 4) as v
order by p.id, v;

alter table products alter column id restart with 601;
alter table product_variants alter column id restart with 2401;

-- migrate:down
delete from product_variants where id <= 2400;
delete from products where id <= 600;
alter table product_variants alter column id restart with 1;
alter table products alter column id restart with 1;
