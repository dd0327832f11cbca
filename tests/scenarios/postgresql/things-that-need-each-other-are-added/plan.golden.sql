-- S1 expand create-function: Create function public.depth(bigint)
SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.depth(item bigint)
 RETURNS integer
 LANGUAGE sql
 STABLE
AS $function$SELECT coalesce((SELECT t.depth + 1 FROM public.tree t WHERE t.id = item), 0)$function$;
RESET check_function_bodies;
--   back: DROP FUNCTION public.depth(bigint);

-- S2 expand create-function: Create function public.is_even(integer)
SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.is_even(n integer)
 RETURNS boolean
 LANGUAGE sql
AS $function$SELECT n = 0 OR public.is_odd(n - 1)$function$;
RESET check_function_bodies;
--   back: DROP FUNCTION public.is_even(integer);

-- S3 expand create-function: Create function public.is_odd(integer)
SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.is_odd(n integer)
 RETURNS boolean
 LANGUAGE sql
AS $function$SELECT n <> 0 AND public.is_even(n - 1)$function$;
RESET check_function_bodies;
--   back: DROP FUNCTION public.is_odd(integer);

-- S4 expand create-function: Create function public.next_code()
SET check_function_bodies = off;
CREATE OR REPLACE FUNCTION public.next_code()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT coalesce(max(code), 0) + 1 FROM public.items$function$;
RESET check_function_bodies;
--   back: DROP FUNCTION public.next_code();

-- S5 expand create-table: Create table public.items
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.items (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  code bigint DEFAULT public.next_code() NOT NULL,
  parent bigint,
  CONSTRAINT items_pkey PRIMARY KEY (id)
);
ALTER TABLE public.items ENABLE ROW LEVEL SECURITY;
--   back: DROP TABLE public.items;

-- S6 expand create-function: Create function public.visible(bigint)
CREATE OR REPLACE FUNCTION public.visible(item bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$SELECT EXISTS (SELECT 1 FROM public.items WHERE id = item)$function$;
--   back: DROP FUNCTION public.visible(bigint);

-- S7 expand create-table: Create table public.heads
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.heads (
  id bigint NOT NULL,
  first bigint,
  CONSTRAINT heads_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE public.heads;

-- S8 expand create-table: Create table public.lines
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.lines (
  id bigint NOT NULL,
  head bigint NOT NULL,
  CONSTRAINT lines_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE public.lines;

-- S9 expand add-constraint: Add reference heads_first_fkey to public.heads
ALTER TABLE public.heads ADD CONSTRAINT heads_first_fkey FOREIGN KEY (first) REFERENCES public.lines(id);
--   back: ALTER TABLE public.heads DROP CONSTRAINT heads_first_fkey;

-- S10 expand add-constraint: Add check items_code_check to public.items
ALTER TABLE public.items ADD CONSTRAINT items_code_check CHECK ((public.is_even((code)::integer) OR true));
--   back: ALTER TABLE public.items DROP CONSTRAINT items_code_check;

-- S11 expand add-constraint: Add reference lines_head_fkey to public.lines
ALTER TABLE public.lines ADD CONSTRAINT lines_head_fkey FOREIGN KEY (head) REFERENCES public.heads(id);
--   back: ALTER TABLE public.lines DROP CONSTRAINT lines_head_fkey;

-- S12 expand create-view: Create view public.tree
CREATE VIEW public.tree AS
SELECT id,
    public.depth(parent) AS depth
   FROM public.items;
--   back: DROP VIEW public.tree;

-- S13 expand create-policy: Create policy seen on public.items
CREATE POLICY seen ON public.items FOR ALL TO PUBLIC USING (public.visible(id));
--   back: DROP POLICY seen ON public.items;

