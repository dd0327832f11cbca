SET LOCAL lock_timeout = '2s';
CREATE POLICY readers ON secrets FOR SELECT USING (owner = current_user);
