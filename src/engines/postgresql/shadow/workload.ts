import { parseName, printName } from "../../../model/name.ts";
import type { WorkloadQuery } from "../../../model/review.ts";
import { readRows, type Session } from "../connection/session.ts";
import { readApplicationSql } from "../parse/mentions.ts";
import { touchesOf } from "../parse/touches.ts";
import { unwrap } from "../parse/tree.ts";
import { quoteName } from "../quote.ts";

/** Something that the application's side runs again and again. */
export interface Load extends Pick<WorkloadQuery, "object" | "operation" | "text" | "source"> {
  /** What is run: every parameter NULL, because locks and plans are what is looked at. */
  readonly run: string;
  /** The statement with its parameters, as it is prepared, and how many those are. */
  readonly prepared: string;
  readonly parameters: number;
}
export interface LoadSource {
  readonly text: string;
  readonly source: "code" | "workload";
}

/** Sessions that run beside a change: enough to see who waits, few enough for a server with forty connections. */
const mostLoads = 10;
const mostObjects = 3;

const tablesQuery = `
select n.nspname as schema, c.relname as name,
       (select pg_catalog.array_agg(a.attname order by k.position)::pg_catalog.text[]
          from pg_catalog.pg_index i, pg_catalog.unnest(i.indkey::pg_catalog.int2[]) with ordinality k(number, position)
          join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
         where i.indrelid = c.oid and i.indisprimary and a.attrelid = i.indrelid) as key,
       (select a.attname from pg_catalog.pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a'
         order by a.attnum limit 1) as first
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')`;

/** Statements of the application that touch one of the objects; and for each object a read and a write by key. */
export async function makeLoads(session: Session, objects: readonly string[], sources: readonly LoadSource[]): Promise<readonly Load[]> {
  const loads: Load[] = [];
  const tables = (await readRows(session, tablesQuery)).map((row) => ({
    label: printName([String(row["schema"]), String(row["name"])]),
    name: String(row["name"]),
    key: Array.isArray(row["key"]) ? row["key"].map(String) : [],
    first: typeof row["first"] === "string" ? row["first"] : null,
  }));
  for (const object of objects.slice(0, mostObjects)) {
    const table = tables.find(({ label }) => label === object);
    if (table === undefined) continue;
    const name = parseName(table.label).map(quoteName).join(".");
    const key = table.key.map(quoteName).join(", ");
    const read =
      key === "" ? `select * from ${name} limit 1` : `select * from ${name} where (${key}) = (select ${key} from ${name} limit 1)`;
    loads.push(plain(object, "read", read));
    if (table.first === null) continue;
    const column = quoteName(table.key[0] ?? table.first);
    loads.push(plain(object, "write", `update ${name} set ${column} = ${column} where ctid = (select ctid from ${name} limit 1)`));
  }
  const names = new Map(tables.map((table) => [table.name, table.label]));
  for (const source of sources) {
    const load = await readLoad(source, objects, names);
    if (load !== null && loads.length < mostLoads && !loads.some(({ prepared }) => prepared === load.prepared)) loads.push(load);
  }
  return loads;
}

function plain(object: string, operation: Load["operation"], text: string): Load {
  return { object, operation, text, source: "synthesised", run: text, prepared: text, parameters: 0 };
}

/** Null: no single statement, or none that touches an object of interest. */
async function readLoad(source: LoadSource, objects: readonly string[], names: ReadonlyMap<string, string>): Promise<Load | null> {
  const read = await readApplicationSql(source.text);
  const [statement] = read?.statements ?? [];
  if (read === null || statement === undefined || read.statements.length !== 1) return null;
  const kind = unwrap(statement.tree)?.kind ?? "";
  if (!/^(?:Select|Insert|Update|Delete|Merge)Stmt$/.test(kind)) return null;
  const labels = touchesOf(statement.tree).map(({ name }) => names.get(name) ?? name);
  const object = objects.find((label) => labels.includes(label));
  if (object === undefined) return null;
  const prepared = read.text.slice(statement.start, statement.end);
  const parameters = Math.max(0, ...[...prepared.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
  const run = prepared.replaceAll(/\$\d+/g, "null");
  return {
    object,
    operation: kind === "SelectStmt" ? "read" : "write",
    text: source.text,
    source: source.source,
    run,
    prepared,
    parameters,
  };
}
