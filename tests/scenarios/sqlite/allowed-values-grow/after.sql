create table people (id integer primary key, full_name text not null, mail text unique, age integer, fax text);
create table notes (id integer primary key, person_id integer not null references people (id) on delete cascade, body text, state text not null default 'open' check (state in ('open', 'done', 'late')));
create index notes_person_id on notes (person_id);
