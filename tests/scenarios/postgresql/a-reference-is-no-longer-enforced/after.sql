CREATE TABLE public.accounts (id bigint PRIMARY KEY, holder text NOT NULL, opened date NOT NULL DEFAULT '2026-01-01');
CREATE TABLE public.entries (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account bigint NOT NULL, cents bigint NOT NULL, CONSTRAINT entries_account_fkey FOREIGN KEY (account) REFERENCES public.accounts (id) NOT ENFORCED);
