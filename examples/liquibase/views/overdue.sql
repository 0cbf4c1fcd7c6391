--liquibase formatted sql

--changeset ines:overdue runOnChange:true
CREATE OR REPLACE VIEW overdue AS
SELECT l.reader, t.name, l.due
FROM loan l JOIN copy c USING (barcode) JOIN title t USING (isbn)
WHERE l.due < current_date;
--rollback DROP VIEW overdue;
