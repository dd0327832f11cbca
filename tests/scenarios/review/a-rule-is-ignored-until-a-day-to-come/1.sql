SET LOCAL lock_timeout = '2s';
-- dblead-ignore no-drop-column until 2999-01-01 by @alice: the last release stopped reading it
ALTER TABLE orders DROP COLUMN note;
