CREATE VIEW "public"."trail_totals" AS (select "trail_id", count(*) as "hikes" from "hike" group by "trail_id");
