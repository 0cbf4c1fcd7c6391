DROP INDEX CONCURRENTLY checks_failed_idx;
