-- S1 expand replace-view: Replace view public.big
--   ACCESS EXCLUSIVE on public.big for a moment: blocks reads-and-writes
ALTER VIEW public.big SET (check_option=cascaded);
--   back: ALTER VIEW public.big RESET (check_option);

