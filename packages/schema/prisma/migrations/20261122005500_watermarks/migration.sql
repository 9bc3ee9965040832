-- CreateEnum
CREATE TYPE "watermark_corner" AS ENUM ('top_left', 'top_right', 'bottom_left', 'bottom_right');

-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "watermark_corner" "watermark_corner" NOT NULL DEFAULT 'bottom_right',
ADD COLUMN     "watermark_key" TEXT,
ADD COLUMN     "watermark_opacity" DOUBLE PRECISION NOT NULL DEFAULT 0.7,
ADD COLUMN     "watermark_size" DOUBLE PRECISION NOT NULL DEFAULT 0.12;

-- AlterTable
ALTER TABLE "pipeline_run" ADD COLUMN     "watermark" JSONB;
