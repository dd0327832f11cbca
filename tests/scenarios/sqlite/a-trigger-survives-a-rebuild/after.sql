create table people (id integer primary key, full_name text not null, mail text unique, age integer, fax text);
create table notes (id integer primary key, person_id integer not null references people (id) on delete cascade, body text collate nocase, state text not null default 'open' check (state in ('open', 'done')));
create index notes_person_id on notes (person_id);
create table log (id integer primary key autoincrement, what text);
create trigger notes_log after update of state on notes when new.state is not old.state begin insert into log (what) values (case new.state when 'done' then 'finished' else 'opened' end); end;
