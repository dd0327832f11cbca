-- S1 contract deploy-gate: Wait for the release that no longer uses public.heads, public.heads.id, public.heads.first, public.visible(bigint), public.items, public.items.id, public.items.code, public.items.parent, public.lines, public.lines.id, public.lines.head, public.depth(bigint) and 3 more
-- waits for the release that no longer uses public.heads, public.heads.id, public.heads.first, public.visible(bigint), public.items, public.items.id, public.items.code, public.items.parent, public.lines, public.lines.id, public.lines.head, public.depth(bigint) and 3 more

-- S2 contract take-dependents-away: Take away for a moment: view public.tree
--   ACCESS EXCLUSIVE on public.tree for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.tree) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.tree;
--   back: CREATE VIEW public.tree AS
--         SELECT id,
--             public.depth(parent) AS depth
--            FROM public.items;

-- S3 contract drop-constraint: Drop reference heads_first_fkey of public.heads
--   ACCESS EXCLUSIVE on public.heads for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.lines for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.heads.heads_first_fkey) Rows that the rule kept out may come in.
ALTER TABLE public.heads DROP CONSTRAINT heads_first_fkey;
--   back: ALTER TABLE public.heads ADD CONSTRAINT heads_first_fkey FOREIGN KEY (first) REFERENCES public.lines(id);

-- S4 contract drop-constraint: Drop reference lines_head_fkey of public.lines
--   ACCESS EXCLUSIVE on public.lines for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.heads for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.lines.lines_head_fkey) Rows that the rule kept out may come in.
ALTER TABLE public.lines DROP CONSTRAINT lines_head_fkey;
--   back: ALTER TABLE public.lines ADD CONSTRAINT lines_head_fkey FOREIGN KEY (head) REFERENCES public.heads(id);

-- S5 contract drop-table: Drop table public.heads
--   ACCESS EXCLUSIVE on public.heads for a moment: blocks reads-and-writes
--   error: deletes-data (public.heads) Every row of the table is gone.
--   warning: breaks-running-code (public.heads) Code that still uses the table fails.
--   warning: irreversible (public.heads) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
DROP TABLE public.heads;
--   back: CREATE TABLE public.heads (
--           id bigint NOT NULL,
--           first bigint,
--           CONSTRAINT heads_pkey PRIMARY KEY (id)
--         );

-- S6 contract drop-policy: Drop policy seen of public.items
--   ACCESS EXCLUSIVE on public.items for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.items) Rows that only this policy allows are hidden or refused.
DROP POLICY seen ON public.items;
--   back: CREATE POLICY seen ON public.items FOR ALL TO PUBLIC USING (public.visible(id));

-- S7 contract drop-function: Drop function public.visible(bigint)
--   warning: breaks-running-code (public.visible(bigint)) Code that calls the function fails.
DROP FUNCTION public.visible(bigint);
--   back: CREATE OR REPLACE FUNCTION public.visible(item bigint)
--          RETURNS boolean
--          LANGUAGE sql
--          STABLE
--         AS $function$SELECT EXISTS (SELECT 1 FROM public.items WHERE id = item)$function$;

-- S8 contract drop-table: Drop table public.items
--   ACCESS EXCLUSIVE on public.items for a moment: blocks reads-and-writes
--   error: deletes-data (public.items) Every row of the table is gone.
--   warning: breaks-running-code (public.items) Code that still uses the table fails.
--   warning: irreversible (public.items) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
DROP TABLE public.items;
--   back: CREATE TABLE public.items (
--           id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
--           code bigint DEFAULT public.next_code() NOT NULL,
--           parent bigint,
--           CONSTRAINT items_pkey PRIMARY KEY (id)
--         );
--   back: ALTER TABLE public.items ENABLE ROW LEVEL SECURITY;
--   back: ALTER TABLE public.items ADD CONSTRAINT items_code_check CHECK ((public.is_even((code)::integer) OR true));

-- S9 contract drop-table: Drop table public.lines
--   ACCESS EXCLUSIVE on public.lines for a moment: blocks reads-and-writes
--   error: deletes-data (public.lines) Every row of the table is gone.
--   warning: breaks-running-code (public.lines) Code that still uses the table fails.
--   warning: irreversible (public.lines) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
DROP TABLE public.lines;
--   back: CREATE TABLE public.lines (
--           id bigint NOT NULL,
--           head bigint NOT NULL,
--           CONSTRAINT lines_pkey PRIMARY KEY (id)
--         );

-- S10 contract drop-function: Drop function public.depth(bigint)
--   warning: breaks-running-code (public.depth(bigint)) Code that calls the function fails.
DROP FUNCTION public.depth(bigint);
--   back: SET check_function_bodies = off;
--   back: CREATE OR REPLACE FUNCTION public.depth(item bigint)
--          RETURNS integer
--          LANGUAGE sql
--          STABLE
--         AS $function$SELECT coalesce((SELECT t.depth + 1 FROM public.tree t WHERE t.id = item), 0)$function$;
--   back: RESET check_function_bodies;

-- S11 contract drop-function: Drop function public.is_even(integer)
--   warning: breaks-running-code (public.is_even(integer)) Code that calls the function fails.
DROP FUNCTION public.is_even(integer);
--   back: SET check_function_bodies = off;
--   back: CREATE OR REPLACE FUNCTION public.is_even(n integer)
--          RETURNS boolean
--          LANGUAGE sql
--         AS $function$SELECT n = 0 OR public.is_odd(n - 1)$function$;
--   back: RESET check_function_bodies;

-- S12 contract drop-function: Drop function public.is_odd(integer)
--   warning: breaks-running-code (public.is_odd(integer)) Code that calls the function fails.
DROP FUNCTION public.is_odd(integer);
--   back: SET check_function_bodies = off;
--   back: CREATE OR REPLACE FUNCTION public.is_odd(n integer)
--          RETURNS boolean
--          LANGUAGE sql
--         AS $function$SELECT n <> 0 AND public.is_even(n - 1)$function$;
--   back: RESET check_function_bodies;

-- S13 contract drop-function: Drop function public.next_code()
--   warning: breaks-running-code (public.next_code()) Code that calls the function fails.
DROP FUNCTION public.next_code();
--   back: SET check_function_bodies = off;
--   back: CREATE OR REPLACE FUNCTION public.next_code()
--          RETURNS bigint
--          LANGUAGE sql
--         AS $function$SELECT coalesce(max(code), 0) + 1 FROM public.items$function$;
--   back: RESET check_function_bodies;

-- precheck would-be-lost/public.heads: public.heads has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.heads HAVING count(*) > 0
-- precheck would-be-lost/public.items: public.items has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.items HAVING count(*) > 0
-- precheck would-be-lost/public.lines: public.lines has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.lines HAVING count(*) > 0
