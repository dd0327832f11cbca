import { printName } from "../../../model/name.ts";
import type { ParsedStatement } from "../../engine.ts";
import { textOf, unwrap } from "../parse/tree.ts";
import { readRows, type Session } from "./session.ts";

/** One row of the catalogue that is not a relation itself, or the part of a relation's row that a change of its definition touches. */
interface Entry {
  readonly label: string;
  /** Label of the relation that it belongs to; null: it stands on its own. */
  readonly relation: string | null;
  readonly content: string;
}
export type Catalogue = ReadonlyMap<string, Entry>;
export interface CatalogueChange {
  readonly created: readonly string[];
  readonly altered: readonly string[];
  readonly dropped: readonly string[];
}

// What a relation consists of, by content: what was changed and changed back is no change.
const parts: readonly (readonly [catalogue: string, relation: string, content: string, filter: string])[] = [
  ["pg_attribute", "attrelid", "x::pg_catalog.text", "x.attnum > 0"],
  ["pg_attrdef", "adrelid", "x::pg_catalog.text", "true"],
  ["pg_constraint", "conrelid", "x::pg_catalog.text", "x.conrelid <> 0"],
  ["pg_trigger", "tgrelid", "x::pg_catalog.text", "not x.tgisinternal"],
  ["pg_policy", "polrelid", "x::pg_catalog.text", "true"],
  ["pg_rewrite", "ev_class", "x::pg_catalog.text", "true"],
  [
    "pg_class",
    "oid",
    "row(x.relname, x.relnamespace, x.relowner, x.relacl, x.reloptions, x.relrowsecurity, x.relforcerowsecurity, x.relreplident, x.relispartition, x.relpersistence, x.reltablespace)::pg_catalog.text",
    "x.relkind in ('r', 'p', 'm', 'v', 'S', 'f')",
  ],
];
const own: readonly (readonly [catalogue: string, name: string, schema: string, filter: string])[] = [
  ["pg_proc", "x.proname", "x.pronamespace", "true"],
  ["pg_type", "x.typname", "x.typnamespace", "x.typtype in ('e', 'd', 'r')"],
  [
    "pg_enum",
    "(select t.typname from pg_catalog.pg_type t where t.oid = x.enumtypid)",
    "(select t.typnamespace from pg_catalog.pg_type t where t.oid = x.enumtypid)",
    "true",
  ],
  ["pg_collation", "x.collname", "x.collnamespace", "true"],
  ["pg_statistic_ext", "x.stxname", "x.stxnamespace", "true"],
  [
    "pg_namespace",
    "x.nspname",
    "null::pg_catalog.oid",
    "x.nspname not in ('pg_catalog', 'information_schema') and x.nspname !~ '^pg_(toast|temp)'",
  ],
  ["pg_extension", "x.extname", "null::pg_catalog.oid", "true"],
  ["pg_publication", "x.pubname", "null::pg_catalog.oid", "true"],
  ["pg_event_trigger", "x.evtname", "null::pg_catalog.oid", "true"],
];
const isForeign = "n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'";
const catalogueQuery = [
  ...parts.map(([catalogue, relation, content, filter]) =>
    `
select '${catalogue} ' || x.oid as key, n.nspname as schema, c.relname as name, true as is_part, pg_catalog.md5(${content}) as content
  from pg_catalog.${catalogue} x
  join pg_catalog.pg_class c on c.oid = x.${relation}
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where ${isForeign} and ${filter}`.replace(
      "' || x.oid",
      catalogue === "pg_attribute" ? "' || x.attrelid || ' ' || x.attnum" : "' || x.oid",
    ),
  ),
  ...own.map(
    ([catalogue, name, schema, filter]) => `
select '${catalogue} ' || x.oid as key, n.nspname as schema, ${name} as name, false as is_part, pg_catalog.md5(x::pg_catalog.text) as content
  from pg_catalog.${catalogue} x
  left join pg_catalog.pg_namespace n on n.oid = ${schema}
 where (n.oid is null or ${isForeign}) and ${filter}`,
  ),
].join("\nunion all");

/** Whether a statement may do more than its text says: code that it calls, and what goes with CASCADE. */
export function isOpaque(statement: ParsedStatement): boolean {
  const node = unwrap(statement.tree);
  if (node === null) return false;
  return /^(?:Do|Call|Select|Execute)Stmt$/.test(node.kind) || textOf(node.fields["behavior"]) === "DROP_CASCADE";
}

/** Reads what the catalogue holds besides the relations themselves. Cost: one query, linear in the number of columns and functions. */
export async function readCatalogue(session: Session): Promise<Catalogue> {
  const rows = await readRows(session, catalogueQuery);
  return new Map(
    rows.map((row) => {
      const label = printName(row["schema"] === null ? [String(row["name"])] : [String(row["schema"]), String(row["name"])]);
      const isPart = row["is_part"] === true;
      return [String(row["key"]), { label, relation: isPart ? label : null, content: String(row["content"]) }];
    }),
  );
}

/** What came, went, and became different between two readings; a part that differs is a change of its relation. */
export function compareCatalogues(before: Catalogue, after: Catalogue): CatalogueChange {
  const created = new Set<string>();
  const altered = new Set<string>();
  const dropped = new Set<string>();
  const relationsOf = (catalogue: Catalogue): ReadonlySet<string> =>
    new Set([...catalogue].flatMap(([key, entry]) => (key.startsWith("pg_class ") ? [entry.label] : [])));
  const [relationsBefore, relationsAfter] = [relationsOf(before), relationsOf(after)];
  const note = (entry: Entry, alone: Set<string>): void => {
    if (entry.relation === null) alone.add(entry.label);
    // Parts of a relation that came or went itself are no change of it.
    else if (relationsBefore.has(entry.relation) && relationsAfter.has(entry.relation)) altered.add(entry.relation);
  };
  for (const [key, entry] of after) {
    const old = before.get(key);
    if (old === undefined) note(entry, created);
    else if (old.content !== entry.content) note(entry, altered);
  }
  for (const [key, entry] of before) if (!after.has(key)) note(entry, dropped);
  return { created: [...created], altered: [...altered], dropped: [...dropped] };
}
