CREATE TABLE episodes (
  id SERIAL PRIMARY KEY,
  show_id INTEGER NOT NULL REFERENCES shows (id),
  number INTEGER NOT NULL,
  title VARCHAR NOT NULL,
  audio_url VARCHAR NOT NULL,
  seconds INTEGER NOT NULL CHECK (seconds > 0),
  published_at TIMESTAMP,
  UNIQUE (show_id, number)
);
