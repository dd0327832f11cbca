create table people (id integer primary key, full_name text not null, mail text unique, age integer, fax text, mail_lower text generated always as (lower(mail)) virtual);
create index people_mail_lower on people (mail_lower);
