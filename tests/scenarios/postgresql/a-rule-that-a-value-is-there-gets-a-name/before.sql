CREATE TABLE public.patients (
  id      bigint PRIMARY KEY,
  name    text NOT NULL,
  born    date NOT NULL,
  insurer text
);
