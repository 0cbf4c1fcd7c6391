CREATE TYPE "public"."difficulty" AS ENUM('easy', 'moderate', 'hard');--> statement-breakpoint
ALTER TABLE "trail" ADD COLUMN "difficulty" "difficulty" DEFAULT 'moderate' NOT NULL;
