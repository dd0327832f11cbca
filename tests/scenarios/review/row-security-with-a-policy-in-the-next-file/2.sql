SET LOCAL lock_timeout = '2s';
CREATE POLICY own ON diaries USING (owner = current_user);
