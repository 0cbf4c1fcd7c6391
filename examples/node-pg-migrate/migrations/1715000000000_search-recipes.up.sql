ALTER TABLE recipes ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', title)) STORED;

CREATE INDEX recipes_search ON recipes USING gin (search);
