insert into prices values (1, 1.25), (2, 10.5), (3, 0);
