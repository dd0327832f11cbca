-- migrate:up
create type public.payment_method as enum ('card', 'invoice', 'wallet');

create table public.payments (
  id           bigint generated always as identity primary key,
  order_id     bigint not null references public.orders (id),
  method       public.payment_method not null,
  amount_cents integer not null,
  reference    text not null unique,
  paid_at      timestamptz not null default now(),
  constraint payments_amount_cents_check check (amount_cents >= 0)
);

create index payments_order_id_idx on public.payments (order_id);

create table public.shipments (
  id            bigint generated always as identity primary key,
  order_id      bigint not null references public.orders (id),
  carrier       text not null,
  tracking_code text,
  shipped_at    timestamptz not null,
  delivered_at  timestamptz,
  constraint shipments_carrier_check check (carrier in ('dhl', 'ups', 'post')),
  constraint shipments_delivered_at_check check (delivered_at >= shipped_at)
);

create index shipments_order_id_idx on public.shipments (order_id);
create index shipments_under_way_idx on public.shipments (carrier, shipped_at) where delivered_at is null;

-- migrate:down
drop table public.shipments;
drop table public.payments;
drop type public.payment_method;
