-- S1 expand drop-policy: Drop policy p of public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.item) Rows that only this policy allows are hidden or refused.
DROP POLICY p ON public.item;
--   back: CREATE POLICY p ON public.item FOR SELECT TO PUBLIC USING ((amount > 0));

-- S2 expand create-policy: Create policy p on public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.item) Rows that the policy forbids are hidden or refused.
CREATE POLICY p ON public.item AS RESTRICTIVE FOR UPDATE TO PUBLIC USING ((amount > 1)) WITH CHECK ((amount > 2));
--   back: DROP POLICY p ON public.item;

