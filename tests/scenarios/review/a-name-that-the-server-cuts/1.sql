SET LOCAL lock_timeout = '2s';
CREATE TABLE a_table_whose_name_goes_on_and_on_until_nobody_reads_it_to_its_very_end (id bigint PRIMARY KEY);
