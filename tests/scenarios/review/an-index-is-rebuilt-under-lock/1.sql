SET LOCAL lock_timeout = '2s';
REINDEX INDEX orders_user_placed;
