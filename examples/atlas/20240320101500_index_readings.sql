-- atlas:txmode none

-- Create index "reading_taken_at" to table: "reading"
CREATE INDEX CONCURRENTLY "reading_taken_at" ON "reading" USING brin ("taken_at");
