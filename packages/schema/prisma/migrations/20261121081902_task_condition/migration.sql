-- AlterTable
ALTER TABLE "pipeline_task" ADD COLUMN     "condition" TEXT;
