SET LOCAL lock_timeout = '2s';
CREATE POLICY everybody ON secrets USING (true);
