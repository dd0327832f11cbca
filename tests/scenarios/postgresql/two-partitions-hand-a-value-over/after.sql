CREATE TABLE public.tickets (id integer NOT NULL, desk text NOT NULL) PARTITION BY LIST (desk);
CREATE TABLE public.tickets_a PARTITION OF public.tickets FOR VALUES IN ('a');
CREATE TABLE public.tickets_c PARTITION OF public.tickets FOR VALUES IN ('b', 'c');
CREATE TABLE public.tickets_rest PARTITION OF public.tickets DEFAULT;
