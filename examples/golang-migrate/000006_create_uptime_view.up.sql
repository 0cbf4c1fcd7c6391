CREATE VIEW daily_uptime AS
  SELECT service_id,
         date_trunc('day', checked_at) AS day,
         avg((outcome <> 'down')::int) AS uptime
    FROM checks
   GROUP BY service_id, day;
