-- AlterTable
ALTER TABLE "account" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
