-- CreateEnum
CREATE TYPE "denial_scope" AS ENUM ('nothing', 'shared', 'all');

-- CreateTable
CREATE TABLE "playback_denial" (
    "video_public_id" TEXT NOT NULL,
    "scope" "denial_scope" NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "announced" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "playback_denial_pkey" PRIMARY KEY ("video_public_id")
);

-- CreateIndex
CREATE INDEX "playback_denial_announced_idx" ON "playback_denial"("announced");

-- CreateIndex
CREATE INDEX "playback_denial_until_idx" ON "playback_denial"("until");
