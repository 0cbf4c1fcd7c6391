-- Deploy library:functions/borrow to pg
-- requires: loans

BEGIN;

CREATE FUNCTION library.borrow(member bigint, copy text) RETURNS date
LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO library.loans (member_id, barcode) VALUES (member, copy) RETURNING due_on;
END;

COMMIT;
