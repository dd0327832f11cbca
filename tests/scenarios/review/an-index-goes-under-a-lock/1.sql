SET LOCAL lock_timeout = '2s';
DROP INDEX orders_user_placed;
