CREATE FOREIGN DATA WRAPPER letters;
CREATE SERVER post FOREIGN DATA WRAPPER letters;
CREATE FOREIGN TABLE mails (id integer, title text OPTIONS (place 'head'), body text DEFAULT '', CONSTRAINT positive CHECK (id > 0)) SERVER post OPTIONS (folder 'out', size '9');
CREATE VIEW titles AS SELECT id, title FROM mails;
