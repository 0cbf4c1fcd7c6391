-- migrate:up
-- People type codes from a flyer as they like.
create unique index coupons_code_upper_idx on coupons (upper(code));
alter table coupons drop constraint coupons_code_key;

create function find_coupon(entered text, on_day date) returns setof coupons
language sql stable as $$
  select * from coupons where upper(code) = upper(trim(entered)) and valid_during @> on_day
$$;

-- migrate:down
drop function find_coupon(text, date);
alter table coupons add constraint coupons_code_key unique (code);
drop index coupons_code_upper_idx;
