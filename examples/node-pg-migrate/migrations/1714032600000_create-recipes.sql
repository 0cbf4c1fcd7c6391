-- Up Migration

CREATE TYPE difficulty AS ENUM ('easy', 'medium', 'hard');

CREATE TABLE recipes (
  id serial PRIMARY KEY,
  cook_id integer NOT NULL REFERENCES cooks (id) ON DELETE CASCADE,
  title text NOT NULL,
  difficulty difficulty NOT NULL DEFAULT 'easy',
  minutes integer NOT NULL CHECK (minutes > 0)
);

CREATE INDEX recipes_cook_id ON recipes (cook_id);

-- Down Migration

DROP TABLE recipes;
DROP TYPE difficulty;
