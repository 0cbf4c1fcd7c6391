-- Create "reading" table
CREATE TABLE "reading" (
  "sensor_id" bigint NOT NULL REFERENCES "sensor" ("id"),
  "taken_at" timestamptz NOT NULL,
  "value" double precision NOT NULL,
  PRIMARY KEY ("sensor_id", "taken_at")
);
