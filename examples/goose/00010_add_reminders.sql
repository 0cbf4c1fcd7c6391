-- +goose Up
ALTER TABLE patients ADD COLUMN email text;

CREATE TABLE reminders (
    appointment_id bigint NOT NULL REFERENCES appointments ON DELETE CASCADE,
    send_at        timestamptz NOT NULL,
    sent_at        timestamptz,
    PRIMARY KEY (appointment_id, send_at)
);

-- +goose Down
DROP TABLE reminders;
ALTER TABLE patients DROP COLUMN email;
