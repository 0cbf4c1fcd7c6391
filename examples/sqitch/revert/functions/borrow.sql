-- Revert library:functions/borrow from pg

BEGIN;

CREATE OR REPLACE FUNCTION library.borrow(member bigint, copy text) RETURNS date
LANGUAGE sql AS $$
    INSERT INTO library.loans (member_id, barcode) VALUES (member, copy) RETURNING due_on;
$$;

COMMIT;
