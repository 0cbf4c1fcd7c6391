CREATE TABLE "trail" (
	"id" serial PRIMARY KEY NOT NULL,
	"slug" varchar(80) NOT NULL,
	"name" text NOT NULL,
	"length_m" integer NOT NULL,
	CONSTRAINT "trail_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "hike" (
	"id" serial PRIMARY KEY NOT NULL,
	"trail_id" integer NOT NULL,
	"hiked_on" date NOT NULL
);
--> statement-breakpoint
ALTER TABLE "hike" ADD CONSTRAINT "hike_trail_id_trail_id_fk" FOREIGN KEY ("trail_id") REFERENCES "public"."trail"("id") ON DELETE no action ON UPDATE no action;
