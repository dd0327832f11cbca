create table people (id integer primary key, full_name text not null, mail text not null unique, age integer);
create index people_by_mail on people (mail);
create view adults as select id, mail from people where age >= 18;
