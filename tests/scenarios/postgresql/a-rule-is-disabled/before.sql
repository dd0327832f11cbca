CREATE TABLE orders (id bigint PRIMARY KEY, total integer NOT NULL);
CREATE TABLE log (id bigint, what text);
CREATE RULE no_delete AS ON DELETE TO orders DO INSTEAD NOTHING;
