SET LOCAL lock_timeout = '2s';
ALTER TABLE users VALIDATE CONSTRAINT email_there;
