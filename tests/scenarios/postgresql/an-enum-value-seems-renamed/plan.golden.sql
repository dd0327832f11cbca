-- S1 contract deploy-gate: Wait for the release that no longer uses public.state, public.orders.state
-- waits for the release that no longer uses public.state, public.orders.state

-- S2 contract rebuild-enum: Rebuild type public.state without paied
--   ACCESS EXCLUSIVE on public.orders for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.orders) Every row is written anew with the rebuilt type.
--   warning: blocks-reads (public.orders) Nobody can read the table while it is rewritten.
--   error: breaks-running-code (enum:public.state) Code that writes paied is refused.
ALTER TYPE public.state RENAME TO state_replaced;
CREATE TYPE public.state AS ENUM ('new', 'paid', 'gone');
ALTER TABLE public.orders ALTER COLUMN state DROP DEFAULT, ALTER COLUMN state TYPE public.state USING state::text::public.state, ALTER COLUMN state SET DEFAULT 'new'::public.state;
DROP TYPE public.state_replaced;
--   back: ALTER TYPE public.state RENAME TO state_replaced;
--   back: CREATE TYPE public.state AS ENUM ('new', 'paied', 'gone');
--   back: ALTER TABLE public.orders ALTER COLUMN state DROP DEFAULT, ALTER COLUMN state TYPE public.state USING state::text::public.state, ALTER COLUMN state SET DEFAULT 'new'::public.state;
--   back: DROP TYPE public.state_replaced;

-- question possible-rename/postgresql/public.state.paied: Value public.state.paied goes and public.state.paid comes: it stands in the same place of the order (confidence 82 %). Is it one thing under another name?
