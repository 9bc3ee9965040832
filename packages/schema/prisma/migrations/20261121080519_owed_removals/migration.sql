-- AlterTable
ALTER TABLE "video" ADD COLUMN     "purged_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "retired_revision" (
    "video_public_id" TEXT NOT NULL,
    "revision" TEXT NOT NULL,
    "remove_after" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retired_revision_pkey" PRIMARY KEY ("video_public_id","revision")
);

-- CreateIndex
CREATE INDEX "retired_revision_remove_after_idx" ON "retired_revision"("remove_after");

-- CreateIndex
CREATE INDEX "pipeline_run_cleaned_at_ended_at_idx" ON "pipeline_run"("cleaned_at", "ended_at");

-- CreateIndex
CREATE INDEX "video_purged_at_deleted_at_idx" ON "video"("purged_at", "deleted_at");
