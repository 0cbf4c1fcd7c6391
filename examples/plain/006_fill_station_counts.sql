-- migrate-action: irreversible timeout=30s
ALTER TABLE stations ADD COLUMN bikes_present integer NOT NULL DEFAULT 0;

UPDATE stations
   SET bikes_present = (SELECT count(*) FROM bikes WHERE bikes.station_id = stations.id);
