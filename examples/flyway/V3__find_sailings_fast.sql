CREATE INDEX CONCURRENTLY sailing_departs ON sailing (departs);
