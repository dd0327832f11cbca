-- S1 expand create-conversion: Create conversion public.back
CREATE CONVERSION public.back FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
--   back: DROP CONVERSION public.back;

-- S2 expand comment: Comment public.back
COMMENT ON CONVERSION public.back IS 'The way back';
--   back: COMMENT ON CONVERSION public.back IS NULL;

-- S3 contract drop-conversion: Drop conversion public.latin
DROP CONVERSION public.latin;
--   back: CREATE CONVERSION public.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;

-- S4 contract create-conversion: Create conversion public.latin
CREATE DEFAULT CONVERSION public.latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
--   back: DROP CONVERSION public.latin;

