CREATE TABLE downloads (
  episode_id INTEGER NOT NULL REFERENCES episodes (id),
  day DATE NOT NULL,
  client VARCHAR NOT NULL,
  count BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (episode_id, day, client)
);
