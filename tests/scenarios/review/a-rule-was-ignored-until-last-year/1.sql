SET LOCAL lock_timeout = '2s';
-- dblead-ignore no-drop-column until 2020-01-01 by @alice: nobody reads it
ALTER TABLE orders DROP COLUMN note;
