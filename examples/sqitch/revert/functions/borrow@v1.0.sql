-- Revert library:functions/borrow from pg

BEGIN;

DROP FUNCTION library.borrow(bigint, text);

COMMIT;
