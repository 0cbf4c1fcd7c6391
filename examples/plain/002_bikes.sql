CREATE TABLE bikes (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  frame_no   text NOT NULL UNIQUE,
  electric   boolean NOT NULL DEFAULT false,
  station_id integer REFERENCES stations
);

CREATE TABLE rides (
  bike_id    bigint NOT NULL REFERENCES bikes,
  started_at timestamptz NOT NULL,
  ended_at   timestamptz,
  from_id    integer NOT NULL REFERENCES stations,
  to_id      integer REFERENCES stations,
  PRIMARY KEY (bike_id, started_at)
);
