create table prices (id integer primary key, amount real not null);
