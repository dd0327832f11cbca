CREATE TABLE public.accounts (id integer PRIMARY KEY, owner text NOT NULL, cents bigint NOT NULL DEFAULT 0, currency char(3) NOT NULL DEFAULT 'CHF');
CREATE TABLE public.moves (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account integer NOT NULL REFERENCES public.accounts (id), cents bigint NOT NULL, at timestamptz NOT NULL DEFAULT '2026-01-01 00:00:00+00');
CREATE PROCEDURE public.close_day(day date, INOUT closed integer DEFAULT 0) LANGUAGE plpgsql AS 'BEGIN closed := 1; END';
CREATE PROCEDURE public.settle() LANGUAGE sql AS $$ MERGE INTO public.accounts a USING (SELECT account, sum(cents) AS cents FROM public.moves GROUP BY account) m ON a.id = m.account WHEN MATCHED THEN UPDATE SET cents = m.cents WHEN NOT MATCHED THEN DO NOTHING $$;
