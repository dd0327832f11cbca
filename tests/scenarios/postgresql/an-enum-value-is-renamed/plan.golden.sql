-- S1 expand rename-enum-value: Rename the value paied of public.state to paid
--   warning: breaks-running-code (public.state) Code that reads or writes paied fails or finds nothing.
ALTER TYPE public.state RENAME VALUE 'paied' TO 'paid';
--   back: ALTER TYPE public.state RENAME VALUE 'paid' TO 'paied';

-- carries public.orders.state → public.orders.state: forward CASE state::text WHEN 'paied' THEN 'paid' ELSE state::text END, backward CASE state::text WHEN 'paid' THEN 'paied' ELSE state::text END
