-- transaction:none
SET lock_timeout = '2s';
CREATE INDEX CONCURRENTLY lines_sku ON lines (sku);
