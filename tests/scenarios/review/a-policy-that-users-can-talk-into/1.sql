SET LOCAL lock_timeout = '2s';
CREATE POLICY team ON secrets FOR SELECT USING (owner = ((SELECT current_setting('request.jwt.claims'))::jsonb -> 'user_metadata' ->> 'team'));
