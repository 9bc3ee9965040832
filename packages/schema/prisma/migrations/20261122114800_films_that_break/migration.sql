-- AlterTable
ALTER TABLE "video" ADD COLUMN     "cut_code" TEXT;
