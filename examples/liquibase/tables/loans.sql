--liquibase formatted sql

--changeset ines:create-loans
CREATE TABLE loan (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    barcode text NOT NULL REFERENCES copy,
    reader  text NOT NULL,
    due     date NOT NULL DEFAULT current_date + ${loan.days}
);
--rollback DROP TABLE loan;

--changeset tomas:oracle-synonym dbms:oracle
CREATE SYNONYM loans FOR loan;

--changeset tomas:due-soon endDelimiter:@@
CREATE FUNCTION due_soon(days integer) RETURNS bigint LANGUAGE sql STABLE
RETURN (SELECT count(*) FROM loan WHERE due < current_date + days)
@@
/* liquibase rollback
DROP FUNCTION due_soon(integer);
*/
