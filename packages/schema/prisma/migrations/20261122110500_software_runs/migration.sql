-- AlterTable
ALTER TABLE "pipeline_run" ADD COLUMN     "software" BOOLEAN NOT NULL DEFAULT false;
