-- +goose Up
-- +goose ENVSUB ON
CREATE TABLE rooms (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name      text NOT NULL UNIQUE,
    time_zone text NOT NULL DEFAULT '${CLINIC_TIME_ZONE:-Europe/Vienna}'
);
-- +goose ENVSUB OFF

INSERT INTO rooms (name) VALUES ('Consulting room 1'), ('Consulting room 2'), ('X-ray');

-- +goose Down
DROP TABLE rooms;
