CREATE TABLE public.places (id integer PRIMARY KEY, name text NOT NULL, tags text[] NOT NULL, spot point NOT NULL, seen timestamptz NOT NULL, open int4range, doc jsonb NOT NULL);
CREATE INDEX places_tags ON public.places USING gin (tags) WITH (fastupdate = off);
CREATE INDEX places_doc ON public.places USING gin (doc jsonb_path_ops);
CREATE INDEX places_spot ON public.places USING gist (spot);
CREATE INDEX places_quad ON public.places USING spgist (spot quad_point_ops);
CREATE INDEX places_open ON public.places USING gist (open);
CREATE INDEX places_seen ON public.places USING brin (seen timestamptz_minmax_multi_ops (values_per_range = 16)) WITH (pages_per_range = 16);
CREATE INDEX places_name ON public.places USING hash (name);
CREATE INDEX places_lower ON public.places (lower(name) COLLATE "C" DESC NULLS LAST, id) INCLUDE (seen) WHERE id > 3;
