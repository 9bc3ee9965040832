-- CreateEnum
CREATE TYPE "caption_origin" AS ENUM ('embedded', 'uploaded');

-- CreateTable
CREATE TABLE "caption" (
    "video_id" BIGINT NOT NULL,
    "language" TEXT NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "origin" "caption_origin" NOT NULL,
    "path" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "caption_pkey" PRIMARY KEY ("video_id","language")
);

-- AddForeignKey
ALTER TABLE "caption" ADD CONSTRAINT "caption_video_id_fkey" FOREIGN KEY ("video_id") REFERENCES "video"("id") ON DELETE CASCADE ON UPDATE CASCADE;
