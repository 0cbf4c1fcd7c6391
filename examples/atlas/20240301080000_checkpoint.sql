-- atlas:checkpoint v1

-- Create "station" table
CREATE TABLE "station" (
  "id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  "name" character varying NOT NULL,
  "altitude" integer NOT NULL DEFAULT 0,
  PRIMARY KEY ("id")
);
-- Create "sensor" table
CREATE TABLE "sensor" (
  "id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  "station_id" bigint NOT NULL,
  "kind" text NOT NULL,
  PRIMARY KEY ("id"),
  CONSTRAINT "sensor_station" FOREIGN KEY ("station_id") REFERENCES "station" ("id") ON DELETE CASCADE
);
-- Create "reading" table
CREATE TABLE "reading" (
  "sensor_id" bigint NOT NULL REFERENCES "sensor" ("id"),
  "taken_at" timestamptz NOT NULL,
  "value" double precision NOT NULL,
  PRIMARY KEY ("sensor_id", "taken_at")
);
