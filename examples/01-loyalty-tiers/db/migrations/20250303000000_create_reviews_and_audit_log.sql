-- migrate:up
create table public.reviews (
  id          bigint generated always as identity primary key,
  product_id  bigint not null references public.products (id) on delete cascade,
  customer_id bigint not null references public.customers (id) on delete cascade,
  rating      smallint not null,
  title       text,
  body        text,
  published   boolean not null default false,
  created_at  timestamptz not null default now(),
  unique (product_id, customer_id),
  constraint reviews_rating_check check (rating between 1 and 5)
);

create table public.audit_log (
  id          bigint generated always as identity primary key,
  table_name  text not null,
  row_id      bigint not null,
  action      text not null,
  details     jsonb not null default '{}',
  occurred_at timestamptz not null default now(),
  constraint audit_log_action_check check (action in ('insert', 'update', 'delete'))
);

create index audit_log_row_idx on public.audit_log (table_name, row_id);

create function public.log_order_status() returns trigger
language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into public.audit_log (table_name, row_id, action, details, occurred_at)
    values ('orders', new.id, 'insert', jsonb_build_object('status', new.status), new.placed_at);
  elsif new.status is distinct from old.status then
    insert into public.audit_log (table_name, row_id, action, details)
    values ('orders', new.id, 'update', jsonb_build_object('from', old.status, 'to', new.status));
  end if;
  return null;
end
$$;

create trigger orders_log_status
after insert or update of status on public.orders
for each row execute function public.log_order_status();

-- migrate:down
drop trigger orders_log_status on public.orders;
drop function public.log_order_status();
drop table public.audit_log;
drop table public.reviews;
