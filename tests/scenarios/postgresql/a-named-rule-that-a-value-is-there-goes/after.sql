CREATE TABLE public.patients (
  id      bigint PRIMARY KEY,
  name    text,
  born    date,
  insurer text CONSTRAINT insured NOT NULL
);
