create table t (id integer primary key); alter table t force row level security;
