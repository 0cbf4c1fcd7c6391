-- Revert library:members from pg

BEGIN;

DROP TABLE library.members;

COMMIT;
