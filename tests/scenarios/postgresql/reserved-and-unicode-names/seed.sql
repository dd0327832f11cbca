INSERT INTO "Größe"."select" VALUES (1, 'a'), (2, 'b');
