DROP INDEX IF EXISTS readings_taken_at;
