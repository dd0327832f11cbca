create table people (id integer primary key, full_name text not null, email text unique, age integer, fax text);
create view adults as select id, email from people where age >= 18;
