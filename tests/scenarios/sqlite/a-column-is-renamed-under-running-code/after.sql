create table people (id integer primary key, full_name text not null, email text not null unique, age integer);
create index people_by_mail on people (email);
create view adults as select id, email from people where age >= 18;
