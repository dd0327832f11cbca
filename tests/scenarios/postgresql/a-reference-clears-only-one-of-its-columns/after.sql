CREATE TABLE public.teams (tenant integer NOT NULL, id integer NOT NULL, name text NOT NULL, PRIMARY KEY (tenant, id));
CREATE TABLE public.tickets (tenant integer NOT NULL, id integer NOT NULL, team integer, PRIMARY KEY (tenant, id), CONSTRAINT tickets_team_fkey FOREIGN KEY (tenant, team) REFERENCES public.teams (tenant, id) ON DELETE SET NULL (team));
