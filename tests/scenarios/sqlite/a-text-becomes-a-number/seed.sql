insert into codes values (1, '7'), (2, '4711'), (3, '-2');
