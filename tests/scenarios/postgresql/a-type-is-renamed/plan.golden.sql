-- S1 expand rename-enum: Rename enum public.mood to public.feeling
--   warning: breaks-running-code (public.mood) Code that uses the old name fails.
ALTER TYPE public.mood RENAME TO feeling;
--   back: ALTER TYPE public.feeling RENAME TO mood;

-- S2 expand rename-domain: Rename domain public.mail to public.address
--   warning: breaks-running-code (public.mail) Code that uses the old name fails.
ALTER DOMAIN public.mail RENAME TO address;
--   back: ALTER DOMAIN public.address RENAME TO mail;

