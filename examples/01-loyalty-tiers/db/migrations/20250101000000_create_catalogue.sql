-- migrate:up
create table public.categories (
  id        integer generated always as identity primary key,
  parent_id integer references public.categories (id),
  slug      text not null unique,
  name      text not null,
  tax_rate  numeric(5,4) not null,
  constraint categories_tax_rate_check check (tax_rate >= 0 and tax_rate < 1)
);

create table public.products (
  id          bigint generated always as identity primary key,
  category_id integer not null references public.categories (id),
  sku         text not null unique,
  name        text not null,
  description text,
  tags        text[] not null default '{}',
  active      boolean not null default true,
  created_at  timestamptz not null default now(),
  constraint products_sku_check check (sku ~ '^[A-Z]{2}-[0-9]{5}$')
);

create index products_category_id_idx on public.products (category_id);
create index products_tags_idx on public.products using gin (tags);

create table public.variants (
  id         bigserial primary key,
  product_id bigint not null references public.products (id) on delete cascade,
  code       text not null unique,
  size       text,
  colour     text,
  stock      integer not null default 0,
  constraint variants_stock_check check (stock >= 0)
);

create index variants_product_id_idx on public.variants (product_id);

create table public.prices (
  id           bigint generated always as identity primary key,
  variant_id   bigint not null references public.variants (id) on delete cascade,
  currency     char(3) not null,
  amount_cents integer not null,
  valid_from   date not null,
  valid_to     date,
  unique (variant_id, currency, valid_from),
  constraint prices_amount_cents_check check (amount_cents > 0),
  constraint prices_period_check check (valid_to is null or valid_to > valid_from)
);

-- migrate:down
drop table public.prices;
drop table public.variants;
drop table public.products;
drop table public.categories;
