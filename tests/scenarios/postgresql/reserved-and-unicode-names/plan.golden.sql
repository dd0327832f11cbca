-- S1 expand alter-column: Change column Größe.select."naïve ""x"""
--   ACCESS EXCLUSIVE on Größe.select for a scan: blocks reads-and-writes
--   warning: scans-object (Größe.select) Every row is read to see that the column is filled.
--   warning: blocks-reads (Größe.select) Nobody can read the table while it is checked.
--   warning: breaks-running-code (Größe.select."naïve ""x""") Writes that leave the column empty are refused.
ALTER TABLE "Größe"."select" ALTER COLUMN "naïve ""x""" SET NOT NULL;
--   back: ALTER TABLE "Größe"."select" ALTER COLUMN "naïve ""x""" DROP NOT NULL;

-- S2 expand add-column: Add column Größe.select.日本
--   ACCESS EXCLUSIVE on Größe.select for a moment: blocks reads-and-writes
--   note: breaks-running-code (Größe.select) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE "Größe"."select" ADD COLUMN "日本" text DEFAULT 'ü'::text;
--   back: ALTER TABLE "Größe"."select" DROP COLUMN "日本";

-- S3 expand create-view: Create view Größe.group
CREATE VIEW "Größe"."group" AS
SELECT "from" AS "order"
   FROM "Größe"."select";
--   back: DROP VIEW "Größe"."group";

-- S4 expand create-index: Create index Index "1" on Größe.select
--   SHARE on Größe.select for a build: blocks writes
--   warning: scans-object (Größe.select) Every row is read to build the index.
--   warning: blocks-writes (Größe.select) Nobody can write to the table while the index is built.
--   note: needs-disk (Größe.select) Needs room for the index.
CREATE INDEX "Index ""1""" ON "Größe"."select" USING btree ("日本");
--   back: DROP INDEX "Größe"."Index ""1""";

-- precheck filled/Größe.select.naïve "x": Every row of Größe.select has a naïve "x"
--   no-rows: SELECT "from" FROM "Größe"."select" WHERE "naïve ""x""" IS NULL
-- carries Größe.select.∅ → Größe.select.日本: forward none, backward none
