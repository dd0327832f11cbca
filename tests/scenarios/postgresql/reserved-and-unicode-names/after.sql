CREATE SCHEMA "Größe";
CREATE TABLE "Größe"."select" ("from" integer PRIMARY KEY, "naïve ""x""" text NOT NULL, "日本" text DEFAULT 'ü');
CREATE INDEX "Index ""1""" ON "Größe"."select" ("日本");
CREATE VIEW "Größe"."group" AS SELECT "from" AS "order" FROM "Größe"."select";
