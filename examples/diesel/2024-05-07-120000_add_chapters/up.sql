CREATE TABLE chapters (
  episode_id INTEGER NOT NULL REFERENCES episodes (id) ON DELETE CASCADE,
  starts_at_second INTEGER NOT NULL CHECK (starts_at_second >= 0),
  title VARCHAR NOT NULL,
  PRIMARY KEY (episode_id, starts_at_second)
);

INSERT INTO chapters (episode_id, starts_at_second, title)
SELECT id, 0, title FROM episodes;
