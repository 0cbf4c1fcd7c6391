CREATE TABLE port (
    code  char(5) PRIMARY KEY,
    name  text NOT NULL,
    zone  text NOT NULL DEFAULT 'Europe/Copenhagen'
);

CREATE TABLE vessel (
    id        integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      text NOT NULL UNIQUE,
    car_lanes integer NOT NULL CHECK (car_lanes >= 0)
);

COPY port (code, name) FROM STDIN;
DKGED	Gedser
DERSK	Rostock
DKROD	Rødby
\.
