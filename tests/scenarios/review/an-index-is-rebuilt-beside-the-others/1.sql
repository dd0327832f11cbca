-- transaction:none
SET lock_timeout = '2s';
REINDEX INDEX CONCURRENTLY orders_user_placed;
