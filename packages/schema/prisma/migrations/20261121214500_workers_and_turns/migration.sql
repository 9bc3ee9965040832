-- AlterTable
ALTER TABLE "pipeline_task" ADD COLUMN     "channel_id" BIGINT,
ADD COLUMN     "due_at" TIMESTAMPTZ(3),
ADD COLUMN     "turn_at" TIMESTAMPTZ(3),
ADD COLUMN     "released_at" TIMESTAMPTZ(3),
ADD COLUMN     "by_age" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "demands" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "released_to" TEXT,
ADD COLUMN     "unfit_since" TIMESTAMPTZ(3);

UPDATE "pipeline_task" t SET "channel_id" = v."channel_id", "turn_at" = t."queued_at"
  FROM "pipeline_run" r JOIN "video" v ON v."id" = r."video_id" WHERE r."id" = t."run_id";

-- AlterTable
ALTER TABLE "pipeline_task" ALTER COLUMN "channel_id" SET NOT NULL;

-- CreateTable
CREATE TABLE "worker" (
    "id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "roles" TEXT[],
    "slots" JSONB NOT NULL,
    "cores" INTEGER NOT NULL,
    "memory_bytes" BIGINT NOT NULL,
    "encoders" TEXT[],
    "region" INTEGER NOT NULL,
    "version" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "draining_at" TIMESTAMPTZ(3),

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_class" (
    "resource" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "aged_at" TIMESTAMPTZ(3),

    CONSTRAINT "task_class_pkey" PRIMARY KEY ("resource")
);

-- CreateTable
CREATE TABLE "channel_usage" (
    "channel_id" BIGINT NOT NULL,
    "resource" TEXT NOT NULL,
    "consumed" DOUBLE PRECISION NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_usage_pkey" PRIMARY KEY ("channel_id","resource")
);

-- CreateIndex
CREATE INDEX "pipeline_task_status_resource_channel_id_priority_turn_at_r_idx" ON "pipeline_task"("status", "resource", "channel_id", "priority", "turn_at", "run_id", "name");

-- CreateIndex
CREATE INDEX "pipeline_task_status_resource_turn_at_idx" ON "pipeline_task"("status", "resource", "turn_at");

-- CreateIndex
CREATE INDEX "worker_beat_at_idx" ON "worker"("beat_at");

-- CreateIndex
CREATE INDEX "channel_usage_at_idx" ON "channel_usage"("at");
