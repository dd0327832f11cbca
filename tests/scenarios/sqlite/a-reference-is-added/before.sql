create table people (id integer primary key, full_name text not null, mail text unique, age integer, fax text);
create table notes (id integer primary key, person_id integer not null, body text);
