-- Custom SQL migration file, put your code below! --
INSERT INTO "trail" ("slug", "name", "length_m") VALUES ('ridge-loop', 'Ridge Loop', 11200)
--> statement-breakpoint
INSERT INTO "trail" ("slug", "name", "length_m", "difficulty") VALUES ('north-face', 'North Face', 7400, 'hard')
