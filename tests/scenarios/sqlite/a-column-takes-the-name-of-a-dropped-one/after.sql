create table t (id integer primary key, old text not null);
