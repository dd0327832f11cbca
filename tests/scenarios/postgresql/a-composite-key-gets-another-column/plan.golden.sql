-- S1 expand add-column: Add column public.rooms.floor
--   ACCESS EXCLUSIVE on public.rooms for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.rooms) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.rooms ADD COLUMN floor integer DEFAULT 0 NOT NULL;
--   back: ALTER TABLE public.rooms DROP COLUMN floor;

-- S2 expand clear-invalid-index [transaction: own]: Clear away index rooms_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.rooms_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.rooms_pkey_req_0001;
  END IF;
END
$left$;

-- S3 expand create-index-concurrently [transaction: none]: Build the unique index of rooms_pkey
--   SHARE UPDATE EXCLUSIVE on public.rooms for a build: blocks ddl
--   note: not-transactional (public.rooms) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.rooms) Every row is read to build the index.
--   note: needs-disk (public.rooms) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY rooms_pkey_req_0001 ON public.rooms (hotel, floor, room);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.rooms_pkey_req_0001;

-- S4 expand check-index: Index rooms_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.rooms_pkey_req_0001') AND indisvalid

-- S5 expand add-column: Add column public.cleanings.floor
--   ACCESS EXCLUSIVE on public.cleanings for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.cleanings) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.cleanings ADD COLUMN floor integer DEFAULT 0 NOT NULL;
--   back: ALTER TABLE public.cleanings DROP COLUMN floor;

-- S6 expand replace-view: Replace view public.dirty
--   ACCESS EXCLUSIVE on public.dirty for a moment: blocks reads-and-writes
CREATE OR REPLACE VIEW public.dirty AS
SELECT c.hotel,
    c.room,
    count(*) AS times
   FROM (public.cleanings c
     JOIN public.rooms r USING (hotel, floor, room))
  WHERE (c.done_at IS NULL)
  GROUP BY c.hotel, c.room;
--   back: CREATE OR REPLACE VIEW public.dirty AS
--         SELECT c.hotel,
--             c.room,
--             count(*) AS times
--            FROM (public.cleanings c
--              JOIN public.rooms r USING (hotel, room))
--           WHERE (c.done_at IS NULL)
--           GROUP BY c.hotel, c.room;

-- S7 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S8 contract drop-constraint: Drop reference cleanings_room_fkey of public.cleanings
--   ACCESS EXCLUSIVE on public.cleanings for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.rooms for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.cleanings.cleanings_room_fkey) Rows that the rule kept out may come in.
ALTER TABLE public.cleanings DROP CONSTRAINT cleanings_room_fkey;
--   back: ALTER TABLE public.cleanings ADD CONSTRAINT cleanings_room_fkey FOREIGN KEY (hotel, room) REFERENCES public.rooms(hotel, room) ON UPDATE CASCADE;

-- S9 contract add-unique-using-index: Make the index the constraint rooms_pkey of public.rooms
--   ACCESS EXCLUSIVE on public.rooms for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.rooms) Writes that repeat a value are refused.
ALTER TABLE public.rooms DROP CONSTRAINT rooms_pkey;
ALTER TABLE public.rooms ADD CONSTRAINT rooms_pkey PRIMARY KEY USING INDEX rooms_pkey_req_0001;
--   back: ALTER TABLE public.rooms DROP CONSTRAINT rooms_pkey;
--   back: ALTER TABLE public.rooms ADD CONSTRAINT rooms_pkey PRIMARY KEY (hotel, room);

-- S10 contract add-constraint-not-valid: Hold new rows of public.cleanings to cleanings_room_fkey
--   SHARE ROW EXCLUSIVE on public.cleanings for a moment: blocks writes
--   SHARE ROW EXCLUSIVE on public.rooms for a moment: blocks writes
--   warning: breaks-running-code (public.cleanings) Writes that break cleanings_room_fkey are refused.
ALTER TABLE public.cleanings ADD CONSTRAINT cleanings_room_fkey FOREIGN KEY (hotel, floor, room) REFERENCES public.rooms(hotel, floor, room) ON UPDATE CASCADE NOT VALID;
--   back: ALTER TABLE public.cleanings DROP CONSTRAINT cleanings_room_fkey;

-- S11 contract validate-constraint [transaction: own]: Prove cleanings_room_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.cleanings for a scan: blocks ddl
--   note: scans-object (public.cleanings) Every row is read; readers and writers go on.
ALTER TABLE public.cleanings VALIDATE CONSTRAINT cleanings_room_fkey;

-- precheck violations/public.rooms.rooms_pkey: Every row of public.rooms fulfils rooms_pkey
--   no-rows: SELECT hotel, floor, room FROM public.rooms WHERE hotel IS NOT NULL AND floor IS NOT NULL AND room IS NOT NULL GROUP BY hotel, floor, room HAVING count(*) > 1
-- carries public.cleanings.∅ → public.cleanings.floor: forward none, backward none
-- carries public.rooms.∅ → public.rooms.floor: forward none, backward none
