-- AlterTable
ALTER TABLE "pipeline_run" ADD COLUMN     "traceparent" TEXT;
