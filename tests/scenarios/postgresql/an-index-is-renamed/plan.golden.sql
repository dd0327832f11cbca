-- S1 expand rename-index: Rename index public.customers_by_city to public.customers_city
--   SHARE UPDATE EXCLUSIVE on public.customers_city for a moment: blocks ddl
ALTER INDEX public.customers_by_city RENAME TO customers_city;
--   back: ALTER INDEX public.customers_city RENAME TO customers_by_city;

