CREATE TABLE public."Order Lines" (id bigint PRIMARY KEY, "Unit Price" numeric(10,2) NOT NULL CHECK ("Unit Price" > 0), "select" text);
CREATE INDEX "By Price" ON public."Order Lines" ("Unit Price");

ALTER TABLE public."Order Lines" RENAME COLUMN "Unit Price" TO "Price (€)";
