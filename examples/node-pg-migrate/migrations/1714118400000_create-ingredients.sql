-- Up Migration

CREATE TABLE ingredients (
  id serial PRIMARY KEY,
  name text NOT NULL UNIQUE
);

CREATE TABLE recipe_ingredients (
  recipe_id integer NOT NULL REFERENCES recipes (id) ON DELETE CASCADE,
  ingredient_id integer NOT NULL REFERENCES ingredients (id),
  amount numeric(8, 2) NOT NULL,
  unit text NOT NULL,
  PRIMARY KEY (recipe_id, ingredient_id)
);

-- Down Migration

DROP TABLE recipe_ingredients;
DROP TABLE ingredients;
