CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE SCHEMA c;
CREATE TABLE a.t (id integer PRIMARY KEY, v text);
CREATE TABLE b.t (id integer PRIMARY KEY);
CREATE TABLE c.t (id integer PRIMARY KEY, a_id integer REFERENCES a.t (id), b_id integer REFERENCES b.t (id));
