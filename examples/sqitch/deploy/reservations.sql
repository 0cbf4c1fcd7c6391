-- Deploy library:reservations to pg
-- requires: books
-- requires: members@v1.0

BEGIN;

CREATE TABLE library.reservations (
    isbn      text NOT NULL REFERENCES library.titles (isbn),
    member_id bigint NOT NULL REFERENCES library.members (id),
    made_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (isbn, member_id)
);

COMMIT;
