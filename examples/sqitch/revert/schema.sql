-- Revert library:schema from pg

BEGIN;

DROP SCHEMA library;

COMMIT;
