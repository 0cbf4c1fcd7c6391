--liquibase formatted sql

--changeset ines:create-catalogue
--comment Titles and the copies on the shelves
CREATE TABLE title (
    isbn   text PRIMARY KEY,
    name   text NOT NULL,
    author text NOT NULL
);
CREATE TABLE copy (
    barcode text PRIMARY KEY,
    isbn    text NOT NULL REFERENCES title,
    branch  text NOT NULL
);
--rollback DROP TABLE copy;
--rollback DROP TABLE title;

--changeset ines:find-by-author runInTransaction:false
CREATE INDEX CONCURRENTLY title_author ON title (author);
--rollback DROP INDEX CONCURRENTLY title_author;

--changeset tomas:shelf-marks
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 SELECT count(*) FROM information_schema.columns WHERE table_name = 'copy' AND column_name = 'shelf'
ALTER TABLE copy ADD COLUMN shelf text;
--rollback ALTER TABLE copy DROP COLUMN shelf;
