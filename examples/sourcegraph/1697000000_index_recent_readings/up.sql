CREATE INDEX CONCURRENTLY IF NOT EXISTS readings_taken_at ON readings (taken_at DESC);
