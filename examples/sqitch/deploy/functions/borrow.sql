-- Deploy library:functions/borrow to pg
-- requires: functions/borrow@v1.0
-- requires: reservations

BEGIN;

CREATE OR REPLACE FUNCTION library.borrow(member bigint, copy text) RETURNS date
LANGUAGE plpgsql AS $$
DECLARE
    due date;
BEGIN
    IF EXISTS (
        SELECT FROM library.reservations AS r JOIN library.copies AS c USING (isbn)
        WHERE c.barcode = copy AND r.member_id <> member
    ) THEN
        RAISE EXCEPTION 'copy % is reserved for somebody else', copy;
    END IF;
    INSERT INTO library.loans (member_id, barcode) VALUES (member, copy) RETURNING due_on INTO due;
    RETURN due;
END
$$;

COMMIT;
