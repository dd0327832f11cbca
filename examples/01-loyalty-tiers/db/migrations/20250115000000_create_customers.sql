-- migrate:up
create type public.address_kind as enum ('billing', 'shipping');

create table public.customers (
  id               bigint generated always as identity primary key,
  full_name        text not null,
  mail             text not null unique,
  phone            text,
  fax              text,
  marketing_opt_in boolean not null default false,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now()
);

comment on table public.customers is 'Everybody who has an account. Guests have a cart only.';
comment on column public.customers.mail is 'Address for receipts, also the name to sign in with.';

create table public.addresses (
  id          bigint generated always as identity primary key,
  customer_id bigint not null references public.customers (id) on delete cascade,
  kind        public.address_kind not null,
  line1       text not null,
  line2       text,
  postcode    text not null,
  city        text not null,
  country     char(2) not null,
  is_default  boolean not null default false
);

create index addresses_customer_id_idx on public.addresses (customer_id);
create unique index addresses_one_default_idx on public.addresses (customer_id, kind) where is_default;

create function public.set_updated_at() returns trigger
language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create trigger customers_set_updated_at
before update on public.customers
for each row execute function public.set_updated_at();

-- migrate:down
drop trigger customers_set_updated_at on public.customers;
drop function public.set_updated_at();
drop table public.addresses;
drop table public.customers;
drop type public.address_kind;
