CREATE INDEX CONCURRENTLY rides_from_idx ON rides (from_id, started_at);
CREATE INDEX CONCURRENTLY rides_to_idx ON rides (to_id, ended_at);
