SET statement_timeout = 0;
SET standard_conforming_strings = on;

CREATE TYPE public.tier AS ENUM (
    'bronze',
    'silver'
);

SET default_tablespace = '';

--
-- Name: customers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.customers (
    id bigint NOT NULL,
    full_name character varying(80),
    mail text NOT NULL,
    tier public.tier DEFAULT 'bronze'::public.tier NOT NULL,
    tags text[] DEFAULT '{}'::text[] NOT NULL,
    balance numeric(12,2) DEFAULT 0 NOT NULL,
    seen timestamp(6) without time zone DEFAULT now() NOT NULL,
    double bigint GENERATED ALWAYS AS ((id * 2)) STORED,
    buddy_id bigint,
    CONSTRAINT customers_balance_check CHECK ((balance >= (0)::numeric))
);

CREATE SEQUENCE public.customers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.customers_id_seq OWNED BY public.customers.id;

CREATE TABLE public."Orders" (
    tenant integer NOT NULL,
    number character varying NOT NULL,
    customer_id bigint NOT NULL
);

ALTER TABLE ONLY public.customers ALTER COLUMN id SET DEFAULT nextval('public.customers_id_seq'::regclass);

ALTER TABLE ONLY public."Orders"
    ADD CONSTRAINT "Orders_pkey" PRIMARY KEY (tenant, number);

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_mail_key UNIQUE (mail);

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT customers_pkey PRIMARY KEY (id);

CREATE INDEX customers_lower ON public.customers USING btree (lower(mail));

CREATE INDEX customers_name ON public.customers USING btree (full_name DESC NULLS LAST, mail);

CREATE UNIQUE INDEX customers_one ON public.customers USING btree (buddy_id) WHERE (balance > (0)::numeric);

CREATE UNIQUE INDEX orders_customer ON public."Orders" USING btree (customer_id) INCLUDE (number);

ALTER TABLE ONLY public."Orders"
    ADD CONSTRAINT fk_rails_1 FOREIGN KEY (customer_id) REFERENCES public.customers(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.customers
    ADD CONSTRAINT fk_rails_2 FOREIGN KEY (buddy_id) REFERENCES public.customers(id) ON UPDATE CASCADE ON DELETE SET NULL;

SET search_path TO "$user", public;

