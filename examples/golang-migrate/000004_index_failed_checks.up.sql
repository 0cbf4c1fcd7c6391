CREATE INDEX CONCURRENTLY checks_failed_idx ON checks (checked_at) WHERE outcome <> 'ok';
