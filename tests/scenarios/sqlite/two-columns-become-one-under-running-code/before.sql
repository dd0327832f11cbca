create table places (id integer primary key, street text not null, house text not null, town text);
