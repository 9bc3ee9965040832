-- AlterTable
ALTER TABLE "pipeline_task" ADD COLUMN     "is_demanding" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "pipeline_task_status_resource_is_demanding_idx" ON "pipeline_task"("status", "resource", "is_demanding");
