CREATE TABLE public.claims (id bigint NOT NULL, region text NOT NULL, amount numeric(12, 2), PRIMARY KEY (id, region)) PARTITION BY LIST (region);
CREATE TABLE public.claims_north PARTITION OF public.claims FOR VALUES IN ('north');
CREATE TABLE public.claims_rest PARTITION OF public.claims FOR VALUES IN ('south', 'west');
