create table codes (id integer primary key, code text not null);
create index codes_code on codes (code);
