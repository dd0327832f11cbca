insert into spans values (1, 2, 'a'), (2, 9, null);
