CREATE TABLE public.admissions (id integer PRIMARY KEY, day date NOT NULL, CONSTRAINT admissions_day_check CHECK (day > '2000-01-01'));
CREATE INDEX admissions_by_day ON public.admissions (day DESC, id);
