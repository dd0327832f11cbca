SET LOCAL lock_timeout = '2s';
CREATE TABLE diaries (id bigint PRIMARY KEY, owner text NOT NULL);
ALTER TABLE diaries ENABLE ROW LEVEL SECURITY;
