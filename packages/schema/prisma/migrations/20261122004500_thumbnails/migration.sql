-- CreateEnum
CREATE TYPE "thumbnail_origin" AS ENUM ('film', 'upload');

-- CreateTable
CREATE TABLE "thumbnail" (
    "id" BIGINT NOT NULL,
    "public_id" TEXT NOT NULL,
    "video_id" BIGINT NOT NULL,
    "origin" "thumbnail_origin" NOT NULL,
    "path" TEXT NOT NULL,
    "at_ms" INTEGER,
    "place" INTEGER NOT NULL DEFAULT 0,
    "chosen_at" TIMESTAMPTZ(3),

    CONSTRAINT "thumbnail_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "loose_picture" (
    "id" BIGINT NOT NULL,
    "public_id" TEXT NOT NULL,
    "account_id" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "store_id" TEXT,
    "remove_after" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "loose_picture_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "thumbnail_public_id_key" ON "thumbnail"("public_id");

-- CreateIndex
CREATE INDEX "thumbnail_video_id_idx" ON "thumbnail"("video_id");

-- CreateIndex
CREATE UNIQUE INDEX "loose_picture_public_id_key" ON "loose_picture"("public_id");

-- CreateIndex
CREATE UNIQUE INDEX "loose_picture_key_key" ON "loose_picture"("key");

-- CreateIndex
CREATE INDEX "loose_picture_remove_after_idx" ON "loose_picture"("remove_after");

-- AddForeignKey
ALTER TABLE "thumbnail" ADD CONSTRAINT "thumbnail_video_id_fkey" FOREIGN KEY ("video_id") REFERENCES "video"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "loose_picture" ADD CONSTRAINT "loose_picture_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The posters of before are what their videos can go back to. Ids of videos are free among thumbnails.
INSERT INTO "thumbnail" ("id", "public_id", "video_id", "origin", "path")
SELECT "id", "public_id", "id", 'film', "poster_path" FROM "video" WHERE "poster_path" IS NOT NULL AND "status" <> 'deleted';
