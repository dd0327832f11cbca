SET LOCAL lock_timeout = '2s';
ALTER INDEX orders_user_placed RENAME TO orders_by_user;
