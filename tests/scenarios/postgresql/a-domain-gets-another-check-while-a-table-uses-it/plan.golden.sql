-- S1 expand alter-domain: Change domain public.mail
--   warning: scans-object (domain:public.mail) Every table with a column of this domain is read to check the new rule.
ALTER DOMAIN public.mail DROP CONSTRAINT mail_check;
ALTER DOMAIN public.mail ADD CONSTRAINT mail_at CHECK ((VALUE ~~ '%@%'::text));
--   back: ALTER DOMAIN public.mail DROP CONSTRAINT mail_at;
--   back: ALTER DOMAIN public.mail ADD CONSTRAINT mail_check CHECK ((VALUE <> ''::text));

