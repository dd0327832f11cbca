-- About 120,000 rows for the shadow database. Every value follows from generate_series by arithmetic,
-- so that two loads are equal byte for byte. Identity and serial columns count from 1 in row order.

insert into public.categories (parent_id, slug, name, tax_rate)
select case when i > 6 then 1 + (i - 7) % 6 end,
       'category-' || i,
       (array['Kitchen', 'Garden', 'Office', 'Travel', 'Sport', 'Home'])[1 + (i - 1) % 6] || case when i > 6 then ' ' || (i - 1) / 6 else '' end,
       case when i % 5 = 0 then 0.0700 else 0.1900 end
  from generate_series(1, 24) as i
 order by i;

insert into public.products (category_id, sku, name, description, tags, active, created_at)
select 1 + i % 24,
       chr(65 + i % 26) || chr(65 + (i * 7) % 26) || '-' || lpad(i::text, 5, '0'),
       (array['Oak', 'Steel', 'Linen', 'Glass', 'Cork', 'Wool', 'Copper'])[1 + i % 7] || ' '
         || (array['lamp', 'bottle', 'chair', 'board', 'basket', 'blanket', 'kettle', 'bag', 'shelf', 'bowl'])[1 + i % 10] || ' ' || i,
       case when i % 9 = 0 then null else 'Made to last. Model ' || i || '.' end,
       case i % 4 when 0 then array['new', 'gift'] when 1 then array['gift'] when 2 then array['sale'] else array[]::text[] end,
       i % 20 <> 0,
       timestamptz '2023-01-02 08:00:00+00' + i * interval '5 hours'
  from generate_series(1, 600) as i
 order by i;

insert into public.variants (product_id, code, size, colour, stock)
select 1 + (i - 1) / 3,
       'V' || lpad(i::text, 6, '0'),
       (array['S', 'M', 'L'])[1 + (i - 1) % 3],
       case when i % 11 = 0 then null else (array['black', 'white', 'green', 'red', 'natural'])[1 + i % 5] end,
       (i * 37) % 250
  from generate_series(1, 1800) as i
 order by i;

-- Each variant has the price of the first half of 2024 and the price since then.
insert into public.prices (variant_id, currency, amount_cents, valid_from, valid_to)
select v,
       'EUR',
       490 + (v * 137) % 9500 + period * 50,
       case period when 0 then date '2023-01-01' else date '2024-07-01' end,
       case period when 0 then date '2024-07-01' end
  from generate_series(1, 1800) as v
 cross join generate_series(0, 1) as period
 order by v, period;

-- Every 324th customer, 37 in all, has a name of one word, others have two, three or four.
insert into public.customers (full_name, mail, phone, fax, marketing_opt_in, created_at, updated_at)
select case
         when i % 324 = 0 then n.first_name
         when i % 41 = 0 then n.first_name || ' ' || (array['van der', 'de la', 'von', 'bin'])[1 + i % 4] || ' ' || n.last_name
         when i % 23 = 0 then n.first_name || ' Maria ' || n.last_name
         else n.first_name || ' ' || n.last_name
       end,
       'customer' || i || '@' || (array['example.com', 'example.org', 'example.net'])[1 + i % 3],
       case when i % 6 = 0 then null else '+49 30 ' || lpad((i * 7001 % 10000000)::text, 7, '0') end,
       case when i % 15 = 0 then '+49 30 ' || lpad((i * 3001 % 10000000)::text, 7, '0') end,
       i % 4 = 0,
       timestamptz '2023-01-01 09:00:00+00' + i * interval '29 minutes',
       timestamptz '2023-01-01 09:00:00+00' + i * interval '31 minutes'
  from generate_series(1, 12000) as i
 cross join lateral (
   select (array['Ada', 'Björn', 'Chloé', 'Dmitri', 'Elif', 'Femi', 'Grace', 'Hana', 'Iñigo', 'Jürgen', 'Keiko', 'Lê',
                 'Marta', 'Noor', 'Oskar', 'Priya', 'Quentin', 'Ravi', 'Siobhán', 'Tomás'])[1 + i % 20] as first_name,
          (array['Abebe', 'Brandt', 'Castro', 'Dubois', 'Eriksson', 'Fischer', 'García', 'Haddad', 'Ito', 'Jansen', 'Kaya',
                 'Lovelace', 'Müller', 'Nowak', 'O''Brien', 'Petrov', 'Rossi', 'Sato', 'Tanaka', 'Weiß', 'Yılmaz',
                 'Smith-Jones', 'Zhang'])[1 + (i * 7) % 23] as last_name
 ) as n
 order by i;

-- First a shipping address for each customer who ever ordered, so that both have the same id, then billing addresses.
insert into public.addresses (customer_id, kind, line1, line2, postcode, city, country, is_default)
select c,
       'shipping',
       (array['High Street', 'Mill Lane', 'Station Road', 'Park Avenue'])[1 + c % 4] || ' ' || 1 + c % 180,
       case when c % 10 = 0 then 'Floor ' || c % 7 end,
       lpad((10000 + (c * 31) % 89999)::text, 5, '0'),
       (array['Berlin', 'Wien', 'Utrecht', 'Lyon', 'Porto'])[1 + c % 5],
       (array['DE', 'AT', 'NL', 'FR', 'PT'])[1 + c % 5],
       true
  from generate_series(1, 8000) as c
 order by c;

insert into public.addresses (customer_id, kind, line1, postcode, city, country, is_default)
select c * 3,
       'billing',
       'P.O. Box ' || c,
       lpad((10000 + (c * 17) % 89999)::text, 5, '0'),
       (array['Berlin', 'Wien', 'Utrecht', 'Lyon', 'Porto'])[1 + c % 5],
       (array['DE', 'AT', 'NL', 'FR', 'PT'])[1 + c % 5],
       true
  from generate_series(1, 2600) as c
 order by c;

insert into public.promotions (code, percent_off, starts_on, ends_on)
select 'SAVE' || lpad(i::text, 3, '0'),
       5 + (i * 5) % 40,
       date '2024-01-01' + i * 9,
       date '2024-01-01' + i * 9 + 30
  from generate_series(1, 40) as i
 order by i;

insert into public.carts (id, customer_id, created_at)
select md5('cart ' || i)::uuid,
       case when i % 5 = 0 then null else 1 + (i * 613) % 12000 end,
       timestamptz '2024-12-01 00:00:00+00' + i * interval '11 minutes'
  from generate_series(1, 2000) as i
 order by i;

insert into public.cart_lines (cart_id, variant_id, quantity, added_at)
select md5('cart ' || i)::uuid,
       1 + (i * 7 + line * 601) % 1800,
       1 + (i + line) % 3,
       timestamptz '2024-12-01 00:00:00+00' + i * interval '11 minutes' + line * interval '1 minute'
  from generate_series(1, 2000) as i
 cross join generate_series(0, 1) as line
 order by i, line;

-- Customers with small ids order more often. The total of an order is the sum of the order_lines below, less the promotion. The trigger writes one audit_log row each.
insert into public.orders (customer_id, shipping_address_id, promotion_id, status, total_cents, placed_at, note)
select c.customer_id,
       c.customer_id,
       m.id,
       case when o % 20 = 0 then 'cancelled' when o > 15800 then 'pending' when o > 15500 then 'paid' when o > 15000 then 'shipped' else 'delivered' end::public.order_status,
       sum((1 + (o + line) % 3) * p.amount_cents) * (100 - coalesce(m.percent_off, 0)) / 100,
       t.placed_at,
       case when o % 50 = 0 then 'Please leave it with the neighbour.' end
  from generate_series(1, 16000) as o
 cross join lateral (select timestamptz '2024-01-01 00:00:00+00' + o * interval '32 minutes' as placed_at) as t
 cross join lateral (select 1 + (o * 7919) % 8000 / (1 + o % 3) as customer_id) as c
 cross join lateral generate_series(0, o % 2) as line
  join public.prices p
    on p.variant_id = 1 + (o * 7 + line * 601) % 1800
   and p.valid_from = case when t.placed_at < timestamptz '2024-07-01 00:00:00+00' then date '2023-01-01' else date '2024-07-01' end
  left join public.promotions m on m.id = case when o % 12 = 0 then 1 + o % 40 end
 group by o, c.customer_id, t.placed_at, m.id, m.percent_off
 order by o;

insert into public.order_lines (order_id, variant_id, quantity, unit_price_cents)
select o.id,
       p.variant_id,
       1 + (o.id + line) % 3,
       p.amount_cents
  from public.orders o
 cross join lateral generate_series(0, (o.id % 2)::integer) as line
  join public.prices p
    on p.variant_id = 1 + (o.id * 7 + line * 601) % 1800
   and p.valid_from = case when o.placed_at < timestamptz '2024-07-01 00:00:00+00' then date '2023-01-01' else date '2024-07-01' end
 order by o.id, line;

insert into public.payments (order_id, method, amount_cents, reference, paid_at)
select o.id,
       (array['card', 'card', 'invoice', 'wallet'])[1 + o.id % 4]::public.payment_method,
       o.total_cents,
       'PAY-' || lpad(o.id::text, 8, '0'),
       o.placed_at + interval '4 minutes'
  from public.orders o
 where o.status in ('paid', 'shipped', 'delivered')
 order by o.id;

-- Orders with an even number are collected at the counter.
insert into public.shipments (order_id, carrier, tracking_code, shipped_at, delivered_at)
select o.id,
       (array['dhl', 'ups', 'post'])[1 + o.id % 3],
       case when o.id % 3 = 2 then null else 'TRK' || lpad((o.id * 97)::text, 9, '0') end,
       o.placed_at + interval '1 day',
       case when o.status = 'delivered' then o.placed_at + interval '3 days' end
  from public.orders o
 where o.status in ('shipped', 'delivered')
   and o.id % 2 = 1
 order by o.id;

insert into public.reviews (product_id, customer_id, rating, title, body, published, created_at)
select 1 + r % 600,
       1 + (r * 13) % 12000,
       1 + (r * 7) % 5,
       (array['Just right', 'As described', 'Would buy again', 'Not for me', 'Arrived late'])[1 + (r * 7) % 5],
       case when r % 3 = 0 then null else 'Review number ' || r || '.' end,
       r % 10 <> 0,
       timestamptz '2024-02-01 12:00:00+00' + r * interval '70 minutes'
  from generate_series(1, 6000) as r
 order by r;
