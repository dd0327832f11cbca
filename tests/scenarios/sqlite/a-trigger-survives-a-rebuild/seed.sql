insert into people (id, full_name, mail, age, fax) values
  (1, 'First1 Last1', 'p1@example.org', 21, '555-1'),
  (2, 'First2 Last2', 'p2@example.org', 22, '555-2'),
  (3, 'First3 Last3', 'p3@example.org', 23, '555-3'),
  (4, 'First4 Last4', 'p4@example.org', 24, null),
  (5, 'First5 Last5', 'p5@example.org', 25, '555-5'),
  (6, 'First6 Last6', 'p6@example.org', 26, '555-6'),
  (7, 'First7 Last7', 'p7@example.org', 27, '555-7'),
  (8, 'First8 Last8', 'p8@example.org', 28, null);
insert into notes (id, person_id, body, state) values
  (1, 2, 'note 1', 'open'),
  (2, 3, 'note 2', 'done'),
  (3, 4, 'note 3', 'open'),
  (4, 5, 'note 4', 'done'),
  (5, 6, 'note 5', 'open'),
  (6, 7, 'note 6', 'done'),
  (7, 8, 'note 7', 'open'),
  (8, 1, 'note 8', 'done'),
  (9, 2, 'note 9', 'open'),
  (10, 3, 'note 10', 'done'),
  (11, 4, 'note 11', 'open'),
  (12, 5, 'note 12', 'done'),
  (13, 6, 'note 13', 'open'),
  (14, 7, 'note 14', 'done'),
  (15, 8, 'note 15', 'open'),
  (16, 1, 'note 16', 'done');
update notes set state = 'done' where id = 1;
