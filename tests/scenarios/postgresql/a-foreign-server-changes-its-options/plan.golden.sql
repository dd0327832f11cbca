-- S1 expand alter-foreign-data-wrapper: Change foreign data wrapper letters
ALTER FOREIGN DATA WRAPPER letters OPTIONS (ADD speed 'slow');
--   back: ALTER FOREIGN DATA WRAPPER letters OPTIONS (DROP speed);

-- S2 expand alter-foreign-server: Change foreign server post
--   warning: breaks-running-code (foreign-server:post) Its foreign tables are reached in another way.
ALTER SERVER post VERSION '2' OPTIONS (DROP size, SET office 'Oslo', ADD fee '2');
--   back: ALTER SERVER post VERSION '1' OPTIONS (DROP fee, SET office 'Rome', ADD size '1');

-- S3 expand alter-user-mapping: Change user mapping post.PUBLIC
ALTER USER MAPPING FOR PUBLIC SERVER post OPTIONS (SET box '8');
--   back: ALTER USER MAPPING FOR PUBLIC SERVER post OPTIONS (SET box '7');

