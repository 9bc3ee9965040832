-- AlterTable
ALTER TABLE "upload" ADD COLUMN     "fingerprint" TEXT;

-- CreateIndex
CREATE INDEX "upload_account_id_fingerprint_idx" ON "upload"("account_id", "fingerprint");
