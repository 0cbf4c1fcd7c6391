ALTER TABLE booking ADD COLUMN cancelled_at timestamptz;
ANALYZE booking;
