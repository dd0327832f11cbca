-- S1 expand take-dependents-away: Take away for a moment: view public.costs
--   ACCESS EXCLUSIVE on public.costs for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.costs) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.costs;
--   back: CREATE VIEW public.costs AS
--         SELECT p.name,
--             sum(v.cost) AS total
--            FROM (public.patients p
--              JOIN public.visits v ON ((v.patient = p.id)))
--           GROUP BY p.name;
--   back: GRANT SELECT ON TABLE public.costs TO doctor;

-- S2 expand change-type: Change column public.visits.cost from numeric(8,2) to numeric(10,2)
--   ACCESS EXCLUSIVE on public.visits for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.visits) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.visits ALTER COLUMN cost TYPE numeric(10,2) USING cost::numeric(10,2);
ALTER TABLE public.visits ALTER COLUMN cost SET DEFAULT 0;
--   back: ALTER TABLE public.visits ALTER COLUMN cost DROP DEFAULT;
--   back: ALTER TABLE public.visits ALTER COLUMN cost TYPE numeric(8,2) USING cost::numeric(8,2);

-- S3 expand change-type: Change column public.patients.name from character varying(80) to character varying(120)
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.patients) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.patients ALTER COLUMN name TYPE character varying(120) USING name::character varying(120);
--   back: ALTER TABLE public.patients ALTER COLUMN name TYPE character varying(80) USING name::character varying(80);

-- S4 expand put-dependents-back: Put in place: view public.costs
CREATE VIEW public.costs AS
SELECT p.id,
    p.name,
    sum(v.cost) AS total
   FROM (public.patients p
     JOIN public.visits v ON ((v.patient = p.id)))
  GROUP BY p.id, p.name;
GRANT SELECT ON TABLE public.costs TO doctor;
--   back: DROP VIEW public.costs;

-- S5 expand add-enum-value [transaction: own]: Add x to type public.sex
--   note: not-transactional (enum:public.sex) The value cannot be used in the transaction that adds it.
ALTER TYPE public.sex ADD VALUE 'x' AFTER 'm';
--   back: ALTER TYPE public.sex RENAME TO sex_replaced;
--   back: CREATE TYPE public.sex AS ENUM ('f', 'm');
--   back: ALTER TABLE public.patients ALTER COLUMN sex TYPE public.sex USING sex::text::public.sex;
--   back: DROP TYPE public.sex_replaced;

-- S6 expand alter-column: Change column public.patients.sex
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
ALTER TABLE public.patients ALTER COLUMN sex SET DEFAULT 'x'::public.sex;
--   back: ALTER TABLE public.patients ALTER COLUMN sex DROP DEFAULT;

-- S7 expand require-new-rows: Require sex of new rows of public.patients
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.patients.sex) Writes that leave the field empty are refused.
ALTER TABLE public.patients ADD CONSTRAINT patients_sex_not_null NOT NULL sex NOT VALID;
--   back: ALTER TABLE public.patients ALTER COLUMN sex DROP NOT NULL;

-- S8 expand validate-required [transaction: own]: Prove that sex is filled in every row of public.patients
--   SHARE UPDATE EXCLUSIVE on public.patients for a scan: blocks ddl
--   note: scans-object (public.patients) Every row is read; readers and writers go on.
ALTER TABLE public.patients VALIDATE CONSTRAINT patients_sex_not_null;

-- S9 expand require-new-rows: Require born of new rows of public.patients
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.patients.born) Writes that leave the field empty are refused.
ALTER TABLE public.patients ADD CONSTRAINT patients_born_not_null NOT NULL born NOT VALID;
--   back: ALTER TABLE public.patients ALTER COLUMN born DROP NOT NULL;

-- S10 expand validate-required [transaction: own]: Prove that born is filled in every row of public.patients
--   SHARE UPDATE EXCLUSIVE on public.patients for a scan: blocks ddl
--   note: scans-object (public.patients) Every row is read; readers and writers go on.
ALTER TABLE public.patients VALIDATE CONSTRAINT patients_born_not_null;

-- S11 expand require-new-rows: Require patient of new rows of public.visits
--   ACCESS EXCLUSIVE on public.visits for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.visits.patient) Writes that leave the field empty are refused.
ALTER TABLE public.visits ADD CONSTRAINT visits_patient_not_null NOT NULL patient NOT VALID;
--   back: ALTER TABLE public.visits ALTER COLUMN patient DROP NOT NULL;

-- S12 expand validate-required [transaction: own]: Prove that patient is filled in every row of public.visits
--   SHARE UPDATE EXCLUSIVE on public.visits for a scan: blocks ddl
--   note: scans-object (public.visits) Every row is read; readers and writers go on.
ALTER TABLE public.visits VALIDATE CONSTRAINT visits_patient_not_null;

-- S13 expand require-new-rows: Require cost of new rows of public.visits
--   ACCESS EXCLUSIVE on public.visits for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.visits.cost) Writes that leave the field empty are refused.
ALTER TABLE public.visits ADD CONSTRAINT visits_cost_not_null NOT NULL cost NOT VALID;
--   back: ALTER TABLE public.visits ALTER COLUMN cost DROP NOT NULL;

-- S14 expand validate-required [transaction: own]: Prove that cost is filled in every row of public.visits
--   SHARE UPDATE EXCLUSIVE on public.visits for a scan: blocks ddl
--   note: scans-object (public.visits) Every row is read; readers and writers go on.
ALTER TABLE public.visits VALIDATE CONSTRAINT visits_cost_not_null;

-- S15 expand add-constraint-not-valid: Hold new rows of public.patients to patients_born_check
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.patients) Writes that break patients_born_check are refused.
ALTER TABLE public.patients ADD CONSTRAINT patients_born_check CHECK ((born > '1880-01-01'::date)) NOT VALID;
--   back: ALTER TABLE public.patients DROP CONSTRAINT patients_born_check;

-- S16 expand validate-constraint [transaction: own]: Prove patients_born_check for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.patients for a scan: blocks ddl
--   note: scans-object (public.patients) Every row is read; readers and writers go on.
ALTER TABLE public.patients VALIDATE CONSTRAINT patients_born_check;

-- S17 expand add-constraint-not-valid: Hold new rows of public.visits to visits_cost_check
--   ACCESS EXCLUSIVE on public.visits for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.visits) Writes that break visits_cost_check are refused.
ALTER TABLE public.visits ADD CONSTRAINT visits_cost_check CHECK ((cost >= (0)::numeric)) NOT VALID;
--   back: ALTER TABLE public.visits DROP CONSTRAINT visits_cost_check;

-- S18 expand validate-constraint [transaction: own]: Prove visits_cost_check for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.visits for a scan: blocks ddl
--   note: scans-object (public.visits) Every row is read; readers and writers go on.
ALTER TABLE public.visits VALIDATE CONSTRAINT visits_cost_check;

-- S19 expand clear-invalid-index [transaction: own]: Clear away index patients_insurance_no_key_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.patients_insurance_no_key_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.patients_insurance_no_key_req_0001;
  END IF;
END
$left$;

-- S20 expand create-index-concurrently [transaction: none]: Build the unique index of patients_insurance_no_key
--   SHARE UPDATE EXCLUSIVE on public.patients for a build: blocks ddl
--   note: not-transactional (public.patients) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.patients) Every row is read to build the index.
--   note: needs-disk (public.patients) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY patients_insurance_no_key_req_0001 ON public.patients (insurance_no);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.patients_insurance_no_key_req_0001;

-- S21 expand check-index: Index patients_insurance_no_key_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.patients_insurance_no_key_req_0001') AND indisvalid

-- S22 expand add-unique-using-index: Make the index the constraint patients_insurance_no_key of public.patients
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.patients) Writes that repeat a value are refused.
ALTER TABLE public.patients ADD CONSTRAINT patients_insurance_no_key UNIQUE USING INDEX patients_insurance_no_key_req_0001;
--   back: ALTER TABLE public.patients DROP CONSTRAINT patients_insurance_no_key;

-- S23 expand add-constraint-not-valid: Hold new rows of public.visits to visits_patient_fkey
--   SHARE ROW EXCLUSIVE on public.visits for a moment: blocks writes
--   SHARE ROW EXCLUSIVE on public.patients for a moment: blocks writes
--   warning: breaks-running-code (public.visits) Writes that break visits_patient_fkey are refused.
ALTER TABLE public.visits ADD CONSTRAINT visits_patient_fkey_req_0001 FOREIGN KEY (patient) REFERENCES public.patients(id) ON DELETE CASCADE NOT VALID;
--   back: ALTER TABLE public.visits DROP CONSTRAINT visits_patient_fkey_req_0001;

-- S24 expand validate-constraint [transaction: own]: Prove visits_patient_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.visits for a scan: blocks ddl
--   note: scans-object (public.visits) Every row is read; readers and writers go on.
ALTER TABLE public.visits VALIDATE CONSTRAINT visits_patient_fkey_req_0001;

-- S25 expand replace-constraint: Let the new form of visits_patient_fkey take the place of the old one
--   ACCESS EXCLUSIVE on public.visits for a moment: blocks reads-and-writes
--   note: weakens-integrity (public.visits) The old form of visits_patient_fkey holds no longer.
ALTER TABLE public.visits DROP CONSTRAINT visits_patient_fkey;
ALTER TABLE public.visits RENAME CONSTRAINT visits_patient_fkey_req_0001 TO visits_patient_fkey;
--   back: ALTER TABLE public.visits RENAME CONSTRAINT visits_patient_fkey TO visits_patient_fkey_req_0001;
--   back: ALTER TABLE public.visits ADD CONSTRAINT visits_patient_fkey FOREIGN KEY (patient) REFERENCES public.patients(id);

-- S26 expand clear-invalid-index [transaction: own]: Clear away index visits_by_patient_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.visits_by_patient_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.visits_by_patient_req_0001;
  END IF;
END
$left$;

-- S27 expand create-index-concurrently [transaction: none]: Build the new form of index visits_by_patient beside the old one
--   SHARE UPDATE EXCLUSIVE on public.visits for a build: blocks ddl
--   note: not-transactional (public.visits) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.visits) Every row is read to build the index.
--   note: needs-disk (public.visits) Needs room for the index.
CREATE INDEX CONCURRENTLY visits_by_patient_req_0001 ON public.visits USING btree (patient, at DESC);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.visits_by_patient_req_0001;

-- S28 expand check-index: Index visits_by_patient_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.visits_by_patient_req_0001') AND indisvalid

-- S29 expand drop-index-concurrently [transaction: none]: Drop the old form of index visits_by_patient
--   SHARE UPDATE EXCLUSIVE on public.visits for a moment: blocks ddl
DROP INDEX CONCURRENTLY public.visits_by_patient;
--   back: CREATE INDEX CONCURRENTLY visits_by_patient ON public.visits USING btree (patient);

-- S30 expand rename-index: Give the new index the name visits_by_patient
--   SHARE UPDATE EXCLUSIVE on public.visits for a moment: blocks ddl
ALTER INDEX public.visits_by_patient_req_0001 RENAME TO visits_by_patient;
--   back: ALTER INDEX public.visits_by_patient RENAME TO visits_by_patient_req_0001;

-- S31 expand create-policy: Create policy staff on public.patients
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
CREATE POLICY staff ON public.patients FOR ALL TO doctor USING (true);
--   back: DROP POLICY staff ON public.patients;

-- S32 expand alter-table: Change table public.patients
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.patients) Rows that no policy allows are hidden from everybody but the owner.
ALTER TABLE public.patients ENABLE ROW LEVEL SECURITY;
--   back: ALTER TABLE public.patients DISABLE ROW LEVEL SECURITY;

-- S33 expand change-type: Change column public.visits.reason from character varying(200) to text
--   ACCESS EXCLUSIVE on public.visits for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.visits) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.visits ALTER COLUMN reason TYPE text USING reason::text;
--   back: ALTER TABLE public.visits ALTER COLUMN reason TYPE character varying(200) USING reason::character varying(200);

-- S34 expand create-table: Create table public.addresses
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.addresses (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  patient integer NOT NULL,
  street text,
  town text,
  CONSTRAINT addresses_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE public.addresses;

-- S35 expand add-constraint: Add reference addresses_patient_fkey to public.addresses
--   SHARE ROW EXCLUSIVE on public.patients for a moment: blocks writes
ALTER TABLE public.addresses ADD CONSTRAINT addresses_patient_fkey FOREIGN KEY (patient) REFERENCES public.patients(id) ON DELETE CASCADE;
--   back: ALTER TABLE public.addresses DROP CONSTRAINT addresses_patient_fkey;

-- S36 expand create-index: Create index addresses_by_patient on public.addresses
CREATE INDEX addresses_by_patient ON public.addresses USING btree (patient);
--   back: DROP INDEX public.addresses_by_patient;

-- S37 contract deploy-gate: Wait for the release that no longer uses public.patients.street, public.patients.town
-- waits for the release that no longer uses public.patients.street, public.patients.town

-- S38 contract drop-column: Drop column public.patients.street
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
--   error: deletes-data (public.patients.street) Every value of the column is gone.
--   warning: irreversible (public.patients.street) The way back restores the column, not its values.
--   warning: breaks-running-code (public.patients.street) Code that still names the column fails.
--   note: breaks-running-code (public.patients) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.patients DROP COLUMN street;
--   back: ALTER TABLE public.patients ADD COLUMN street text;

-- S39 contract drop-column: Drop column public.patients.town
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
--   error: deletes-data (public.patients.town) Every value of the column is gone.
--   warning: irreversible (public.patients.town) The way back restores the column, not its values.
--   warning: breaks-running-code (public.patients.town) Code that still names the column fails.
--   note: breaks-running-code (public.patients) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.patients DROP COLUMN town;
--   back: ALTER TABLE public.patients ADD COLUMN town text;

-- precheck filled/public.patients.sex: Every row of public.patients has a sex
--   no-rows: SELECT id FROM public.patients WHERE sex IS NULL
-- precheck filled/public.patients.born: Every row of public.patients has a born
--   no-rows: SELECT id FROM public.patients WHERE born IS NULL
-- precheck filled/public.visits.patient: Every row of public.visits has a patient
--   no-rows: SELECT id FROM public.visits WHERE patient IS NULL
-- precheck filled/public.visits.cost: Every row of public.visits has a cost
--   no-rows: SELECT id FROM public.visits WHERE cost IS NULL
-- precheck violations/public.patients.patients_born_check: Every row of public.patients fulfils patients_born_check
--   no-rows: SELECT born FROM public.patients WHERE NOT ((born > '1880-01-01'::date))
-- precheck violations/public.visits.visits_cost_check: Every row of public.visits fulfils visits_cost_check
--   no-rows: SELECT cost FROM public.visits WHERE NOT ((cost >= (0)::numeric))
-- precheck violations/public.visits.visits_patient_fkey: Every row of public.visits fulfils visits_patient_fkey
--   no-rows: SELECT t.patient FROM public.visits t WHERE t.patient IS NOT NULL AND NOT EXISTS (SELECT FROM public.patients o WHERE o.id = t.patient)
-- precheck violations/public.patients.patients_insurance_no_key: Every row of public.patients fulfils patients_insurance_no_key
--   no-rows: SELECT insurance_no FROM public.patients WHERE insurance_no IS NOT NULL GROUP BY insurance_no HAVING count(*) > 1
-- precheck would-be-lost/public.patients.street: No row of public.patients holds a street that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.patients WHERE street IS NOT NULL HAVING count(*) > 0
-- precheck would-be-lost/public.patients.town: No row of public.patients holds a town that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.patients WHERE town IS NOT NULL HAVING count(*) > 0
-- carries public.patients.name → public.patients.name: forward name::character varying(120), backward name::character varying(80)
-- carries public.patients.street → public.patients.∅: forward none, backward none
-- carries public.patients.town → public.patients.∅: forward none, backward none
-- carries public.visits.reason → public.visits.reason: forward reason::text, backward reason::character varying(200)
-- carries public.visits.cost → public.visits.cost: forward cost::numeric(10,2), backward cost::numeric(8,2)
