-- S1 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S2 contract drop-event-trigger: Drop event trigger notes
--   warning: weakens-security (event-trigger:notes) What it watched or refused goes unseen.
DROP EVENT TRIGGER notes;
--   back: CREATE EVENT TRIGGER notes ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.note();

-- S3 contract create-event-trigger: Create event trigger notes
--   warning: breaks-running-code (event-trigger:notes) Runs at every ddl_command_end of the whole database; where it fails, the command fails.
CREATE EVENT TRIGGER notes ON ddl_command_end WHEN TAG IN ('ALTER TABLE', 'CREATE TABLE') EXECUTE FUNCTION public.note();
ALTER EVENT TRIGGER notes ENABLE ALWAYS;
--   back: DROP EVENT TRIGGER notes;

