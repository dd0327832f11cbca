create table t (id integer primary key); alter table t enable row level security;
