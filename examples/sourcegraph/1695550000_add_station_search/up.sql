CREATE INDEX IF NOT EXISTS stations_name_trgm ON stations USING gin (name gin_trgm_ops);
