SET LOCAL lock_timeout = '2s';
CREATE ROLE lint_app LOGIN PASSWORD 'hunter2';
