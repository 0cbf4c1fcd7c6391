-- Up Migration

CREATE TABLE cooks (
  id serial PRIMARY KEY,
  handle text NOT NULL UNIQUE,
  bio text NOT NULL DEFAULT ''
);

-- Down Migration

DROP TABLE cooks;
