-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "viewers_may_download" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "pipeline_run" ADD COLUMN     "downloads" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "download" (
    "video_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" BIGINT NOT NULL,

    CONSTRAINT "download_pkey" PRIMARY KEY ("video_id","name")
);

-- AddForeignKey
ALTER TABLE "download" ADD CONSTRAINT "download_video_id_fkey" FOREIGN KEY ("video_id") REFERENCES "video"("id") ON DELETE CASCADE ON UPDATE CASCADE;
