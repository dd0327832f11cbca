create table spans (begins integer not null, ends integer not null, label text, constraint in_order check (ends > begins), primary key (begins, ends)) without rowid;
