-- AlterTable
ALTER TABLE "pipeline_task" ADD COLUMN     "losses" INTEGER NOT NULL DEFAULT 0;
