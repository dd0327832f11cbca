create table codes (id integer primary key, code integer not null);
create index codes_code on codes (code);
