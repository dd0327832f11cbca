SET LOCAL lock_timeout = '2s';
CREATE ROLE lint_clerk;
GRANT SELECT ON orders TO lint_clerk WITH GRANT OPTION;
