-- migrate:up
-- Reviews of the shop itself are to come, and a phone is what we sell as an accessory.
alter table reviews rename to product_reviews;
alter sequence reviews_id_seq rename to product_reviews_id_seq;
alter index reviews_pkey rename to product_reviews_pkey;
alter index reviews_to_approve_idx rename to product_reviews_to_approve_idx;
alter table product_reviews rename constraint reviews_once_key to product_reviews_once_key;
alter table product_reviews rename constraint reviews_rating_check to product_reviews_rating_check;
alter table product_reviews rename constraint reviews_product_id_fkey to product_reviews_product_id_fkey;
alter table product_reviews rename constraint reviews_customer_id_fkey to product_reviews_customer_id_fkey;

alter table customers rename column phone to phone_number;

-- migrate:down
alter table customers rename column phone_number to phone;

alter table product_reviews rename constraint product_reviews_customer_id_fkey to reviews_customer_id_fkey;
alter table product_reviews rename constraint product_reviews_product_id_fkey to reviews_product_id_fkey;
alter table product_reviews rename constraint product_reviews_rating_check to reviews_rating_check;
alter table product_reviews rename constraint product_reviews_once_key to reviews_once_key;
alter index product_reviews_to_approve_idx rename to reviews_to_approve_idx;
alter index product_reviews_pkey rename to reviews_pkey;
alter sequence product_reviews_id_seq rename to reviews_id_seq;
alter table product_reviews rename to reviews;
