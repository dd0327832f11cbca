create table spans (begins integer not null, ends integer not null, label text, primary key (begins, ends)) without rowid;
