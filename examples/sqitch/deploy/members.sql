-- Deploy library:members to pg
-- requires: schema

BEGIN;

CREATE TABLE library.members (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name   text NOT NULL,
    email  text NOT NULL UNIQUE,
    joined date NOT NULL DEFAULT current_date
);

COMMIT;
