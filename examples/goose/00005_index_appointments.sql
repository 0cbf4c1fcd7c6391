-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY appointments_patient_idx ON appointments (patient_id);
CREATE INDEX CONCURRENTLY appointments_during_idx ON appointments USING gist (during);

-- +goose Down
DROP INDEX CONCURRENTLY appointments_during_idx;
DROP INDEX CONCURRENTLY appointments_patient_idx;
