CREATE OR REPLACE VIEW lane_usage AS
SELECT s.id AS sailing_id, v.car_lanes, coalesce(sum(b.lanes) FILTER (WHERE b.cancelled_at IS NULL), 0) AS booked
FROM sailing s
JOIN vessel v ON v.id = s.vessel_id
LEFT JOIN booking b ON b.sailing_id = s.id
GROUP BY s.id, v.car_lanes;

GRANT SELECT ON lane_usage TO ${readonly_role};
