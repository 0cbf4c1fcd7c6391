CREATE TABLE IF NOT EXISTS alerts (
    id serial PRIMARY KEY,
    station_id integer NOT NULL REFERENCES stations (id),
    above_celsius real NOT NULL,
    raised_at timestamp with time zone
);
