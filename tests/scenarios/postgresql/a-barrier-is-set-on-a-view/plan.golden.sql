-- S1 expand replace-view: Replace view public.big
--   ACCESS EXCLUSIVE on public.big for a moment: blocks reads-and-writes
--   warning: weakens-security (public.big) As whom, and how shielded, the view reads changes with it.
ALTER VIEW public.big SET (security_barrier=true);
--   back: ALTER VIEW public.big RESET (security_barrier);

