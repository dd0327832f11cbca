insert into people (id, full_name, mail, age) values
  (1, 'First1 Last1', 'p1@example.org', 21),
  (2, 'First2 Last2', 'p2@example.org', 22),
  (3, 'First3 Last3', 'p3@example.org', 23),
  (4, 'First4 Last4', 'p4@example.org', 24),
  (5, 'First5 Last5', 'p5@example.org', 25),
  (6, 'First6 Last6', 'p6@example.org', 26),
  (7, 'First7 Last7', 'p7@example.org', 27),
  (8, 'First8 Last8', 'p8@example.org', 28);
