// A generated schema: columns, keys, indexes, checks, functions, triggers, policies and views in the proportions of a grown application.
const word = (n) => ["order", "invoice", "account", "payment", "device", "session", "message", "shipment"][n % 8];

/** SQL of `count` tables (columns: 8 to 14 each), deterministic. `variant` 1 differs from 0 in one table of twenty. */
export function generateSchema(count, variant = 0) {
  const parts = [];
  for (let n = 0; n < count; n += 1) {
    const table = `public.${word(n)}_${n}`;
    const extra = Array.from(
      { length: 4 + (n % 7) },
      (_, at) => `  field_${at} ${["text", "integer", "numeric(12,2)", "boolean", "timestamptz", "jsonb"][(n + at) % 6]}`,
    );
    const parent = n === 0 ? null : Math.floor(n / 2);
    const isChanged = variant === 1 && n % 20 === 7;
    parts.push(`CREATE TABLE ${table} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  state text NOT NULL DEFAULT 'new' CHECK (state <> ''),
  ${parent === null ? "parent_id bigint" : `parent_id bigint REFERENCES public.${word(parent)}_${parent} (id)`},
  created_at timestamptz NOT NULL DEFAULT now(),
${isChanged ? "  added_later text,\n" : ""}${extra.join(",\n")}
);
CREATE INDEX ${word(n)}_${n}_parent ON ${table} (parent_id);`);
    if (n % 2 === 0) parts.push(`CREATE INDEX ${word(n)}_${n}_open ON ${table} (created_at DESC) WHERE state = 'new';`);
    if (n % 10 === 0)
      parts.push(`CREATE FUNCTION public.touch_${n}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.state := coalesce(NEW.state, 'new'); RETURN NEW; END$$;
CREATE TRIGGER touch BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION public.touch_${n}();`);
    if (n % 10 === 5)
      parts.push(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON ${table} USING (name = current_user);`);
    if (n % 10 === 3) parts.push(`CREATE VIEW public.open_${n} AS SELECT id, name, created_at FROM ${table} WHERE state = 'new';`);
    if (n % 4 === 0) parts.push(`COMMENT ON TABLE ${table} IS 'Table ${n}';`);
  }
  return parts;
}
