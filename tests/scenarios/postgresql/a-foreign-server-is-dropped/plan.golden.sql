-- S1 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S2 contract drop-user-mapping: Drop user mapping post.PUBLIC
--   warning: breaks-running-code (user-mapping:post.PUBLIC) Everybody no longer reaches the server.
--   way back: exact, until any time; loses a password that it held
DROP USER MAPPING FOR PUBLIC SERVER post;
--   back: CREATE USER MAPPING FOR PUBLIC SERVER post;

-- S3 contract drop-foreign-table: Drop foreign table public.mails
--   ACCESS EXCLUSIVE on public.mails for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.mails) Code that reads the foreign table fails; the rows stay where they are.
DROP FOREIGN TABLE public.mails;
--   back: CREATE FOREIGN TABLE public.mails (
--           id integer
--         ) SERVER post;

-- S4 contract drop-foreign-server: Drop foreign server post
DROP SERVER post;
--   back: CREATE SERVER post FOREIGN DATA WRAPPER letters;

-- S5 contract drop-foreign-data-wrapper: Drop foreign data wrapper letters
DROP FOREIGN DATA WRAPPER letters;
--   back: CREATE FOREIGN DATA WRAPPER letters;

