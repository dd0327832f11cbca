create table people (id integer primary key, full_name text not null, mail text unique, age integer, fax text);
