import type { SchemaObject } from "../../../model/schema.ts";
import type { Row } from "../../connection.ts";

export type RunQuery = (sql: string) => Promise<readonly Row[]>;

/** An object as a reader found it: `keys` are its catalogue addresses (`pg_class/16385`, `pg_class/16385/2`), its own first. */
export interface Found {
  readonly object: SchemaObject;
  readonly keys: readonly string[];
}
/** Reads all objects of one kind with one query, whatever the number of objects. */
export interface Reader {
  readonly query: string;
  readonly read: (row: unknown) => Found;
}

/** Ties a query to the shape of its rows. */
export function defineReader<R>(query: string, read: (row: R) => Found): Reader {
  return { query, read: (row) => read(row as R) };
}

/** Rows as JSON made by the server, so that no driver's own reading of types gets in between. */
export async function readRows<R>(run: RunQuery, query: string): Promise<readonly R[]> {
  const [answer] = await run(`select coalesce(json_agg(row_to_json(q)), '[]'::json)::text as rows from (${query}) q`);
  const text = answer?.["rows"];
  const rows: unknown = typeof text === "string" ? JSON.parse(text) : [];
  return rows as readonly R[];
}

/** The condition that keeps system schemas out, for an alias of `pg_namespace`. */
export function isUserSchema(alias: string): string {
  return `${alias}.nspname not in ('pg_catalog', 'information_schema') and ${alias}.nspname !~ '^pg_(toast|temp)'`;
}

/** The condition that keeps members of extensions out, for a catalogue and an alias of it. */
export function isOwnObject(catalogue: string, alias: string): string {
  return `not exists (select from pg_depend e where e.classid = '${catalogue}'::regclass and e.objid = ${alias}.oid and e.deptype = 'e')`;
}
