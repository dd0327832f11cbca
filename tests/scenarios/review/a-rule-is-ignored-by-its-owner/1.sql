SET LOCAL lock_timeout = '2s';
-- dblead-ignore no-drop-column by @alice: the last release stopped reading it
ALTER TABLE orders DROP COLUMN note;
