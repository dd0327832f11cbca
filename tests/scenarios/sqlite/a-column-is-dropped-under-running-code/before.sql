create table people (id integer primary key, full_name text not null, mail text not null unique, age integer);
create view adults as select id, mail from people where age >= 18;
