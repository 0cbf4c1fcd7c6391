CREATE TABLE sailing (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vessel_id integer NOT NULL REFERENCES vessel,
    departs   timestamptz NOT NULL,
    "from"    char(5) NOT NULL REFERENCES port,
    "to"      char(5) NOT NULL REFERENCES port,
    CHECK ("from" <> "to")
);
