-- S1 expand replace-view: Replace view public.live
--   ACCESS EXCLUSIVE on public.live for a moment: blocks reads-and-writes
--   warning: weakens-security (public.live) As whom, and how shielded, the view reads changes with it.
ALTER VIEW public.live SET (security_barrier=true, security_invoker=true);
--   back: ALTER VIEW public.live RESET (security_barrier, security_invoker);

