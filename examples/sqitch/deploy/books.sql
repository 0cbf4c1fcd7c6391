-- Deploy library:books to pg
-- requires: schema

BEGIN;

CREATE TABLE library.titles (
    isbn   text PRIMARY KEY CHECK (isbn ~ '^[0-9]{13}$'),
    title  text NOT NULL,
    author text NOT NULL
);

CREATE TABLE library.copies (
    barcode text PRIMARY KEY,
    isbn    text NOT NULL REFERENCES library.titles (isbn)
);

CREATE INDEX copies_isbn ON library.copies (isbn);

COPY library.titles (isbn, title, author) FROM stdin;
9780000000019	The Tide Clock	R. Navarro
9780000000026	A Field of Salt	I. Lindqvist
\.

COMMIT;
