-- AlterTable
ALTER TABLE "pipeline_task" ADD COLUMN     "failed_on" TEXT[] DEFAULT ARRAY[]::TEXT[];

