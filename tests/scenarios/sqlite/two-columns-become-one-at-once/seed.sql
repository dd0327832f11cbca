insert into places values (1, 'High Street', '4a', 'Bath'), (2, 'Low Street', '17', null), (3, 'Mid Lane', '1', 'Ely');
