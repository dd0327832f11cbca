create table t (id integer primary key); create view v as select id from t;
