DROP VIEW busy_stations;
