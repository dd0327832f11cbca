CREATE SCHEMA "Größe";
CREATE TABLE "Größe"."select" ("from" integer PRIMARY KEY, "naïve ""x""" text);
