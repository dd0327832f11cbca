SET LOCAL lock_timeout = '2s';
CREATE ROLE lint_visitor LOGIN;
