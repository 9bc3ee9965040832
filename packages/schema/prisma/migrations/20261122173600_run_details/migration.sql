-- AlterTable
ALTER TABLE "pipeline_run" ADD COLUMN     "error_detail" TEXT;
