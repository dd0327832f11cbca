create table people (id integer primary key, full_name text not null, mail text unique, age integer, fax text);
create view adults as select id, mail from people where age >= 18;
