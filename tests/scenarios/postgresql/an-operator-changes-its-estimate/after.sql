CREATE FUNCTION same_letters(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT lower($1) = lower($2) $$;
CREATE TABLE words (id bigint PRIMARY KEY, word text NOT NULL);
CREATE OPERATOR === (FUNCTION = same_letters, LEFTARG = text, RIGHTARG = text, RESTRICT = contsel, JOIN = contjoinsel);
CREATE VIEW greetings AS SELECT id FROM words WHERE word === 'hello';
