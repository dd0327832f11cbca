create table t (id integer primary key, old text, name text not null);
