-- AlterTable
ALTER TABLE "pipeline_task" ADD COLUMN     "peak_mb" INTEGER;

