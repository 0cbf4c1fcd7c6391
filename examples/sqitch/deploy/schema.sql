-- Deploy library:schema to pg

BEGIN;

CREATE SCHEMA library;

COMMIT;
