create table people (id integer primary key, mail text unique, age integer, fax text, first_name text not null, last_name text not null);
create table notes (id integer primary key, person_id integer not null references people (id) on delete cascade, body text, state text not null default 'open' check (state in ('open', 'done')));
create index notes_person_id on notes (person_id);
