-- CreateTable
CREATE TABLE "pipeline_refusal" (
    "file" TEXT NOT NULL,
    "name" TEXT,
    "problems" TEXT[],
    "refused_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pipeline_refusal_pkey" PRIMARY KEY ("file")
);
