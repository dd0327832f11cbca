-- migrate:up
create view public.customer_contacts as
select c.id,
       c.mail,
       c.phone,
       a.city,
       a.country
  from public.customers c
  left join public.addresses a on a.customer_id = c.id and a.kind = 'billing' and a.is_default;

comment on view public.customer_contacts is 'What the support desk may see of a customer.';

create view public.product_ratings as
select p.id                    as product_id,
       p.name,
       count(r.id)             as reviews,
       round(avg(r.rating), 2) as average_rating
  from public.products p
  left join public.reviews r on r.product_id = p.id and r.published
 group by p.id, p.name;

create index products_name_lower_idx on public.products (lower(name));
create index customers_newsletter_idx on public.customers (created_at) where marketing_opt_in;

-- migrate:down
drop index public.customers_newsletter_idx;
drop index public.products_name_lower_idx;
drop view public.product_ratings;
drop view public.customer_contacts;
