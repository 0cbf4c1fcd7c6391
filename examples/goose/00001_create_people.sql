-- +goose Up
CREATE TABLE patients (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    full_name  text NOT NULL,
    born_on    date NOT NULL
);

CREATE TABLE practitioners (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    full_name  text NOT NULL,
    speciality text NOT NULL
);

-- +goose Down
DROP TABLE practitioners;
DROP TABLE patients;
