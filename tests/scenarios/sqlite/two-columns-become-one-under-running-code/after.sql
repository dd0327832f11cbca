create table places (id integer primary key, town text, line text not null);
