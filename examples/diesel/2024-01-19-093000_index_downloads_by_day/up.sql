CREATE INDEX CONCURRENTLY downloads_day_idx ON downloads (day);
