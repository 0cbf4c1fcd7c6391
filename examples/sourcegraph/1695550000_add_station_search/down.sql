DROP INDEX IF EXISTS stations_name_trgm;
