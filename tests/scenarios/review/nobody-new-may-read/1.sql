SET LOCAL lock_timeout = '2s';
REVOKE ALL ON orders FROM PUBLIC;
