-- +goose Up
CREATE TABLE appointments (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    patient_id      bigint NOT NULL REFERENCES patients,
    practitioner_id bigint NOT NULL REFERENCES practitioners,
    room_id         bigint NOT NULL REFERENCES rooms,
    during          tstzrange NOT NULL CHECK (NOT isempty(during)),
    cancelled_at    timestamptz
);

-- +goose Down
DROP TABLE appointments;
