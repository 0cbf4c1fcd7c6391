-- AlterTable
ALTER TABLE "Class" ADD COLUMN "capacity" INTEGER;

UPDATE "Class" SET "capacity" = 12;

ALTER TABLE "Class" ALTER COLUMN "capacity" SET NOT NULL;
