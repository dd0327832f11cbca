create table persons (id integer primary key, full_name text not null, mail text unique, age integer, fax text);
create table notes (id integer primary key, person_id integer not null references persons (id) on delete cascade, body text, state text not null default 'open' check (state in ('open', 'done')));
create index notes_person_id on notes (person_id);
create view adults as select id, mail from persons where age >= 18;
