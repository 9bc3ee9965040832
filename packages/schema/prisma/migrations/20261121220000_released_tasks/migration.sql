-- CreateIndex
CREATE INDEX "pipeline_task_status_resource_released_at_idx" ON "pipeline_task"("status", "resource", "released_at");
