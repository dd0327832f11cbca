CREATE TABLE pages (id bigint PRIMARY KEY, body text NOT NULL);
CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = simple, accept = false);
CREATE TEXT SEARCH CONFIGURATION pages (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION pages ADD MAPPING FOR asciiword, word WITH stems, simple;
ALTER TEXT SEARCH CONFIGURATION pages ADD MAPPING FOR int WITH simple;
COMMENT ON TEXT SEARCH CONFIGURATION pages IS 'How pages are searched';
CREATE INDEX pages_by_word ON pages USING gin (to_tsvector('public.pages'::regconfig, body));
