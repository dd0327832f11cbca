CREATE ROLE doctor;
CREATE TYPE public.sex AS ENUM ('f', 'm');
CREATE TABLE public.patients (id serial PRIMARY KEY, name varchar(80) NOT NULL, sex public.sex, born date, insurance_no varchar(20), street text, town text);
CREATE TABLE public.visits (id serial PRIMARY KEY, patient integer REFERENCES public.patients (id), at timestamp NOT NULL, reason varchar(200), cost numeric(8, 2));
CREATE INDEX visits_by_patient ON public.visits (patient);
CREATE VIEW public.costs AS SELECT p.name, sum(v.cost) AS total FROM public.patients p JOIN public.visits v ON v.patient = p.id GROUP BY p.name;
GRANT SELECT ON public.costs TO doctor;
