SET LOCAL lock_timeout = '2s';
-- dblead-ignore no-drop-column: it is empty
ALTER TABLE users ADD COLUMN phone text;
