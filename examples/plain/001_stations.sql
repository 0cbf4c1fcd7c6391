CREATE TABLE stations (
  id       integer PRIMARY KEY,
  name     text NOT NULL,
  docks    integer NOT NULL CHECK (docks > 0),
  position point NOT NULL
);
