CREATE TABLE stations (
    id serial PRIMARY KEY,
    name text NOT NULL,
    latitude double precision NOT NULL,
    longitude double precision NOT NULL
);

CREATE TABLE readings (
    station_id integer NOT NULL REFERENCES stations (id),
    taken_at timestamp with time zone NOT NULL,
    celsius real,
    PRIMARY KEY (station_id, taken_at)
);
