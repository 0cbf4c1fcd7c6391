CREATE VIEW busy_stations AS
  SELECT stations.id, stations.name, count(*) AS departures
    FROM stations
    JOIN rides ON rides.from_id = stations.id
   GROUP BY stations.id;
