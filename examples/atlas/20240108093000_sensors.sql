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
