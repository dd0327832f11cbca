insert into tickets (id, title) values (1, 'a'), (50, 'b'), (99, 'c');
delete from tickets where id = 99;
