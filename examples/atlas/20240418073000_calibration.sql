-- Modify "sensor" table
ALTER TABLE "sensor" ADD COLUMN "calibration" numeric(8,4) NOT NULL DEFAULT 1;
