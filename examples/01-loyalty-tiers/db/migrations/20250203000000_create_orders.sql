-- migrate:up
create type public.order_status as enum ('pending', 'paid', 'shipped', 'delivered', 'cancelled');

create table public.promotions (
  id          serial primary key,
  code        text not null unique,
  percent_off smallint not null,
  starts_on   date not null,
  ends_on     date not null,
  constraint promotions_percent_off_check check (percent_off between 1 and 90),
  constraint promotions_period_check check (ends_on >= starts_on)
);

create table public.carts (
  id          uuid primary key default gen_random_uuid(),
  customer_id bigint references public.customers (id) on delete cascade,
  created_at  timestamptz not null default now()
);

create index carts_customer_id_idx on public.carts (customer_id);

-- The web application sets app.customer_id for each session. Jobs run as the owner and see every cart.
alter table public.carts enable row level security;

create policy carts_of_the_customer on public.carts
using (customer_id = nullif(current_setting('app.customer_id', true), '')::bigint);

create table public.cart_lines (
  cart_id    uuid not null references public.carts (id) on delete cascade,
  variant_id bigint not null references public.variants (id),
  quantity   integer not null,
  added_at   timestamptz not null default now(),
  primary key (cart_id, variant_id),
  constraint cart_lines_quantity_check check (quantity > 0)
);

create table public.orders (
  id                  bigint generated always as identity primary key,
  customer_id         bigint not null references public.customers (id),
  shipping_address_id bigint not null references public.addresses (id),
  promotion_id        integer references public.promotions (id),
  status              public.order_status not null default 'pending',
  currency            char(3) not null default 'EUR',
  total_cents         integer not null,
  placed_at           timestamptz not null default now(),
  note                text
);

create index orders_placed_at_idx on public.orders (placed_at);
create index orders_open_idx on public.orders (placed_at) where status in ('pending', 'paid');

comment on column public.orders.total_cents is 'What the customer pays, in cents of the currency, tax and promotion included.';

create table public.order_lines (
  id               bigint generated always as identity primary key,
  order_id         bigint not null references public.orders (id) on delete cascade,
  variant_id       bigint not null references public.variants (id),
  quantity         integer not null,
  unit_price_cents integer not null,
  unique (order_id, variant_id),
  constraint order_lines_quantity_check check (quantity > 0),
  constraint order_lines_unit_price_cents_check check (unit_price_cents >= 0)
);

create index order_lines_variant_id_idx on public.order_lines (variant_id);

-- migrate:down
drop table public.order_lines;
drop table public.orders;
drop table public.cart_lines;
drop table public.carts;
drop table public.promotions;
drop type public.order_status;
