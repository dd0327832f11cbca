create table people (id integer primary key, mail text not null unique, age integer);
create view adults as select id, mail from people where age >= 18;
