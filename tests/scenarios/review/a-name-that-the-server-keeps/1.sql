SET LOCAL lock_timeout = '2s';
CREATE TABLE a_table_whose_name_ends_in_time (id bigint PRIMARY KEY);
