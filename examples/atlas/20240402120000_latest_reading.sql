-- atlas:delimiter -- end

CREATE FUNCTION latest_reading(sensor bigint) RETURNS double precision
LANGUAGE sql STABLE
AS $$ SELECT value FROM reading WHERE sensor_id = sensor ORDER BY taken_at DESC LIMIT 1; $$
-- end
COMMENT ON FUNCTION latest_reading(bigint) IS 'NULL for a sensor that has never reported'
-- end
