-- +goose Up
-- +goose StatementBegin
CREATE FUNCTION refuse_double_booking() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM appointments
         WHERE id <> NEW.id
           AND cancelled_at IS NULL
           AND during && NEW.during
           AND (room_id = NEW.room_id OR practitioner_id = NEW.practitioner_id)
    ) THEN
        RAISE EXCEPTION 'room or practitioner is taken';
    END IF;
    RETURN NEW;
END;
$$;
-- +goose StatementEnd

CREATE TRIGGER refuse_double_booking
    BEFORE INSERT OR UPDATE ON appointments
    FOR EACH ROW EXECUTE FUNCTION refuse_double_booking();

-- +goose Down
DROP TRIGGER refuse_double_booking ON appointments;
DROP FUNCTION refuse_double_booking();
