insert into people (id, full_name, mail, age, fax) values
  (1, 'First1 Last1', 'p1@example.org', 21, '555-1'),
  (2, 'First2 Last2', 'p2@example.org', 22, '555-2'),
  (3, 'First3 Last3', 'p3@example.org', 23, '555-3'),
  (4, 'First4 Last4', 'p4@example.org', 24, null),
  (5, 'First5 Last5', 'p5@example.org', 25, '555-5'),
  (6, 'First6 Last6', 'p6@example.org', 26, '555-6'),
  (7, 'First7 Last7', 'p7@example.org', 27, '555-7'),
  (8, 'First8 Last8', 'p8@example.org', 28, null);
