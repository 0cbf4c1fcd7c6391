-- Revert library:reservations from pg

BEGIN;

DROP TABLE library.reservations;

COMMIT;
