-- A run that goes on is begun anew from its definition: its tasks were of another shape.
DELETE FROM "pipeline_task" t USING "pipeline_run" r WHERE r."id" = t."run_id" AND r."status" = 'running';

-- AlterTable
ALTER TABLE "pipeline_run" ALTER COLUMN "definition_version" DROP NOT NULL,
ADD COLUMN     "document" JSONB;
UPDATE "pipeline_run" SET "definition_version" = NULL WHERE "status" = 'running';

-- AlterTable
ALTER TABLE "pipeline_task" ADD COLUMN     "node" TEXT,
ADD COLUMN     "item" INTEGER,
ADD COLUMN     "position" INTEGER,
ADD COLUMN     "inputs" TEXT[],
ADD COLUMN     "outputs" TEXT[],
ADD COLUMN     "kinds" TEXT[],
ADD COLUMN     "essential" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "resource" TEXT,
ADD COLUMN     "priority" INTEGER,
ADD COLUMN     "cost" DOUBLE PRECISION;

-- What has ended is kept as history, in the new shape.
UPDATE "pipeline_task" t SET
    "node" = t."name",
    "position" = p."position",
    "inputs" = '{}',
    "outputs" = ARRAY[k."kind"],
    "kinds" = ARRAY[k."kind"],
    "output" = CASE WHEN t."output" IS NULL THEN NULL ELSE jsonb_build_object(k."kind", t."output") END,
    "essential" = t."condition" IS NULL,
    "resource" = CASE WHEN t."type" = 'encode' THEN 'encode' ELSE 'light' END,
    "priority" = 1,
    "cost" = CASE WHEN t."type" = 'encode' THEN 60 ELSE 1 END
FROM (SELECT "id", row_number() OVER (PARTITION BY "run_id" ORDER BY "id") - 1 AS "position" FROM "pipeline_task") p,
     (VALUES ('inspect', 'facts'), ('remux', 'streams'), ('poster', 'poster'), ('encode', 'renditions'),
             ('package', 'streams'), ('storyboard', 'storyboard'), ('publish', 'publication')) k ("type", "kind")
WHERE p."id" = t."id" AND k."type" = t."type";

-- AlterTable
ALTER TABLE "pipeline_task" DROP CONSTRAINT "pipeline_task_pkey",
DROP COLUMN "condition",
DROP COLUMN "id",
ALTER COLUMN "node" SET NOT NULL,
ALTER COLUMN "position" SET NOT NULL,
ALTER COLUMN "resource" SET NOT NULL,
ALTER COLUMN "priority" SET NOT NULL,
ALTER COLUMN "cost" SET NOT NULL;

-- DropIndex
DROP INDEX "pipeline_task_run_id_name_key";

-- AlterTable
ALTER TABLE "pipeline_task" ADD CONSTRAINT "pipeline_task_pkey" PRIMARY KEY ("run_id", "name");

-- CreateTable
CREATE TABLE "pipeline_definition" (
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "document" JSONB NOT NULL,
    "is_offered" BOOLEAN NOT NULL DEFAULT true,
    "loaded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pipeline_definition_pkey" PRIMARY KEY ("name","version")
);

-- CreateTable
CREATE TABLE "pipeline_task_type" (
    "type" TEXT NOT NULL,
    "contract" JSONB NOT NULL,
    "options" JSONB NOT NULL,
    "loaded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pipeline_task_type_pkey" PRIMARY KEY ("type")
);

-- AlterTable
ALTER TABLE "channel" ADD COLUMN     "pipeline" TEXT;

-- AlterTable
ALTER TABLE "upload" ADD COLUMN     "pipeline" TEXT;
