-- AlterTable
ALTER TABLE "pipeline_task" ADD COLUMN     "beat_at" TIMESTAMPTZ(3);
