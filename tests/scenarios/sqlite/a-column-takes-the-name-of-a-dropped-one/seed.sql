insert into t values (1, 'x', 'kept'), (2, null, 'too');
