-- transaction:none
SET lock_timeout = '2s';
CREATE INDEX CONCURRENTLY lines_order ON lines (order_id);
