DROP INDEX CONCURRENTLY downloads_day_idx;
