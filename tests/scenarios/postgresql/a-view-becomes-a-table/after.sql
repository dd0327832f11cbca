create table t (id integer primary key); create table v (id integer);
