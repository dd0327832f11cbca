SET LOCAL lock_timeout = '2s';
CREATE ROLE lint_clerk;
GRANT SELECT, UPDATE ON orders TO lint_clerk;
