CREATE TABLE public.admissions (id integer PRIMARY KEY, day text NOT NULL, CONSTRAINT admissions_day_check CHECK (day ~ '^\d{4}-\d\d-\d\d$'));
CREATE INDEX admissions_by_day ON public.admissions (day DESC, id);
