-- Up Migration

CREATE TABLE ratings (
  recipe_id integer NOT NULL REFERENCES recipes (id) ON DELETE CASCADE,
  cook_id integer NOT NULL REFERENCES cooks (id) ON DELETE CASCADE,
  stars smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
  PRIMARY KEY (recipe_id, cook_id)
);

-- Down Migration

DROP TABLE ratings;
