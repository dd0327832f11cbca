CREATE TABLE public.patients (
  id      bigint PRIMARY KEY,
  name    text CONSTRAINT patients_have_a_name NOT NULL,
  born    date,
  insurer text CONSTRAINT patients_are_insured NOT NULL
);
