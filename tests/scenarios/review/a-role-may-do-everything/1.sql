SET LOCAL lock_timeout = '2s';
CREATE ROLE lint_clerk;
GRANT ALL ON orders TO lint_clerk;
