-- S1 expand create-foreign-data-wrapper: Create foreign data wrapper letters
CREATE FOREIGN DATA WRAPPER letters;
--   back: DROP FOREIGN DATA WRAPPER letters;

-- S2 expand create-foreign-server: Create foreign server post
CREATE SERVER post TYPE 'mail' VERSION '1' FOREIGN DATA WRAPPER letters OPTIONS (office 'Rome');
--   back: DROP SERVER post;

-- S3 expand create-user-mapping: Create user mapping post.reader
--   note: breaks-running-code (user-mapping:post.reader) Passwords are no part of a plan: one that the server asks for is set by hand.
CREATE USER MAPPING FOR reader SERVER post OPTIONS (box '7');
--   back: DROP USER MAPPING FOR reader SERVER post;

-- S4 expand create-foreign-table: Create foreign table public.mails
CREATE FOREIGN TABLE public.mails (
  id bigint NOT NULL,
  title character varying(80) OPTIONS (place 'head') DEFAULT 'none'::character varying,
  CONSTRAINT positive CHECK ((id > 0))
) SERVER post OPTIONS (folder 'in');
--   back: DROP FOREIGN TABLE public.mails;

-- S5 expand create-view: Create view public.titles
CREATE VIEW public.titles AS
SELECT title
   FROM public.mails;
--   back: DROP VIEW public.titles;

-- S6 expand comment: Comment public.mails.title
COMMENT ON COLUMN public.mails.title IS 'The first line';
--   back: COMMENT ON COLUMN public.mails.title IS NULL;

-- S7 expand comment: Comment post
COMMENT ON SERVER post IS 'The post';
--   back: COMMENT ON SERVER post IS NULL;

-- S8 expand grant: Allow USAGE on post for reader
--   note: weakens-security (post) reader may do more than before.
GRANT USAGE ON FOREIGN SERVER post TO reader;
--   back: REVOKE ALL ON FOREIGN SERVER post FROM reader;

-- S9 expand grant: Allow SELECT on public.mails for reader
--   note: weakens-security (public.mails) reader may do more than before.
GRANT SELECT ON TABLE public.mails TO reader;
--   back: REVOKE ALL ON TABLE public.mails FROM reader;

-- precheck roles-exist: The server has the role reader
--   no-rows: SELECT needed.role FROM (VALUES ('reader')) AS needed (role) WHERE needed.role NOT IN (SELECT rolname FROM pg_roles)
