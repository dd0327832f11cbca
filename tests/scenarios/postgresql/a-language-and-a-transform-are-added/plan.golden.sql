-- S1 expand create-language: Create language mine
--   note: weakens-security (language:mine) Every role may write functions in it.
CREATE TRUSTED LANGUAGE mine HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
--   back: DROP LANGUAGE mine;

-- S2 expand create-function: Create function public.one()
CREATE OR REPLACE FUNCTION public.one()
 RETURNS integer
 LANGUAGE mine
AS $function$ BEGIN RETURN 1; END $function$;
--   back: DROP FUNCTION public.one();

-- S3 expand create-transform: Create transform integer.mine
CREATE TRANSFORM FOR integer LANGUAGE mine (TO SQL WITH FUNCTION int4recv(internal));
--   back: DROP TRANSFORM FOR integer LANGUAGE mine;

-- S4 expand comment: Comment mine
COMMENT ON LANGUAGE mine IS 'Another name';
--   back: COMMENT ON LANGUAGE mine IS NULL;

-- S5 expand revoke: Allow nothing on mine for PUBLIC
--   warning: breaks-running-code (mine) PUBLIC may no longer use it.
REVOKE ALL ON LANGUAGE mine FROM PUBLIC;
--   back: REVOKE ALL ON LANGUAGE mine FROM PUBLIC;
--   back: GRANT USAGE ON LANGUAGE mine TO PUBLIC;

-- S6 expand grant: Allow USAGE on mine for writer
--   note: weakens-security (mine) writer may do more than before.
GRANT USAGE ON LANGUAGE mine TO writer;
--   back: REVOKE ALL ON LANGUAGE mine FROM writer;

-- precheck roles-exist: The server has the role writer
--   no-rows: SELECT needed.role FROM (VALUES ('writer')) AS needed (role) WHERE needed.role NOT IN (SELECT rolname FROM pg_roles)
