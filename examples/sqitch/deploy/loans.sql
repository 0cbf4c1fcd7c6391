-- Deploy library:loans to pg
-- requires: members
-- requires: books

BEGIN;

CREATE TABLE library.loans (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id bigint NOT NULL REFERENCES library.members (id),
    barcode   text NOT NULL REFERENCES library.copies (barcode),
    lent_on   date NOT NULL DEFAULT current_date,
    due_on    date NOT NULL DEFAULT current_date + :loan_days,
    returned  date
);

CREATE UNIQUE INDEX one_open_loan_per_copy ON library.loans (barcode) WHERE returned IS NULL;

COMMIT;
