-- S1 expand rename-constraint: Rename constraint public.a.a_pkey to public.a.pk_a
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
ALTER TABLE public.a RENAME CONSTRAINT a_pkey TO pk_a;
--   back: ALTER TABLE public.a RENAME CONSTRAINT pk_a TO a_pkey;

-- S2 expand rename-constraint: Rename constraint public.a.a_check to public.a.ck_a
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
ALTER TABLE public.a RENAME CONSTRAINT a_check TO ck_a;
--   back: ALTER TABLE public.a RENAME CONSTRAINT ck_a TO a_check;

-- S3 expand rename-constraint: Rename constraint public.a.a_n_key to public.a.uq_a_n
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
ALTER TABLE public.a RENAME CONSTRAINT a_n_key TO uq_a_n;
--   back: ALTER TABLE public.a RENAME CONSTRAINT uq_a_n TO a_n_key;

-- S4 expand rename-constraint: Rename constraint public.a.a_m_fkey to public.a.fk_a_m
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
ALTER TABLE public.a RENAME CONSTRAINT a_m_fkey TO fk_a_m;
--   back: ALTER TABLE public.a RENAME CONSTRAINT fk_a_m TO a_m_fkey;

-- S5 expand rename-index: Rename index public.a_m to public.ix_a_m
--   SHARE UPDATE EXCLUSIVE on public.ix_a_m for a moment: blocks ddl
ALTER INDEX public.a_m RENAME TO ix_a_m;
--   back: ALTER INDEX public.ix_a_m RENAME TO a_m;

-- S6 expand rename-index: Rename index public.a_nm to public.ux_a_nm
--   SHARE UPDATE EXCLUSIVE on public.ux_a_nm for a moment: blocks ddl
ALTER INDEX public.a_nm RENAME TO ux_a_nm;
--   back: ALTER INDEX public.ux_a_nm RENAME TO a_nm;

