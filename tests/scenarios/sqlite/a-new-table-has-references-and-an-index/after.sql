create table people (id integer primary key, full_name text not null, mail text unique, age integer, fax text);
create table visits (id integer primary key, person_id integer not null references people, at text not null default current_timestamp, unique (person_id, at)) strict;
create index visits_at on visits (at desc) where at is not null;
