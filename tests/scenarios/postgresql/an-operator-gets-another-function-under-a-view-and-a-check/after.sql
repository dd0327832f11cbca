CREATE FUNCTION same_letters(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT lower($1) = lower($2) $$;
CREATE TABLE words (id bigint PRIMARY KEY, word text NOT NULL);
CREATE FUNCTION near_letters(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT left($1, 1) = left($2, 1) $$;
CREATE OPERATOR === (FUNCTION = near_letters, LEFTARG = text, RIGHTARG = text);
CREATE VIEW greetings AS SELECT id FROM words WHERE word === 'hello';
ALTER TABLE words ADD CONSTRAINT not_empty CHECK (NOT word === '');
