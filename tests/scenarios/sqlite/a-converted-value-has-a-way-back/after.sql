create table prices (id integer primary key, amount integer not null);
