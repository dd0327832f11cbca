CREATE FOREIGN DATA WRAPPER letters;
CREATE SERVER post FOREIGN DATA WRAPPER letters;
CREATE FOREIGN TABLE mails (id integer NOT NULL, title text, gone text) SERVER post OPTIONS (folder 'in');
CREATE VIEW titles AS SELECT id, title FROM mails;
