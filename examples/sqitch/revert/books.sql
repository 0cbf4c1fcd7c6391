-- Revert library:books from pg

BEGIN;

DROP TABLE library.copies;
DROP TABLE library.titles;

COMMIT;
