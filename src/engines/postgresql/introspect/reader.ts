import type { SchemaObject } from "../../../model/schema.ts";
import { type ColumnsOf, readRows, type RunQuery } from "./rows.ts";

/** An object as a reader found it: `keys` are its catalogue addresses (`pg_class/16385`, `pg_class/16385/2`), its own first. */
export interface Found {
  readonly object: SchemaObject;
  readonly keys: readonly string[];
  /** Handed down by a parent table: no object of its own, but what the table would have without that parent. */
  readonly isClone?: true;
}
/** Reads all objects of one kind with one query, whatever the number of objects. */
export interface Reader {
  /** For a major version of the server (`14` to `18`): catalogues grow columns. */
  readonly query: (major: number) => string;
  readonly read: (row: unknown) => Found;
  /** An SQL condition that is false where there is no object of this kind: rare kinds then cost no round trip. Absent: always asked. */
  readonly isPresent?: (major: number) => string;
  /** Names of what the query selects, where there are many rows: see `askColumns`. */
  readonly columns?: readonly string[];
}
type Query = string | ((major: number) => string);
const forVersion = (query: Query): ((major: number) => string) => (typeof query === "string" ? () => query : query);

/** Ties a query to the shape of its rows. `isPresent`: see {@link Reader}. */
export function defineReader<R>(query: Query, read: (row: R) => Found, isPresent?: Query): Reader {
  return {
    query: forVersion(query),
    read: (row) => read(row as R),
    ...(isPresent === undefined ? {} : { isPresent: forVersion(isPresent) }),
  };
}

/** As {@link defineReader}, for kinds of which a schema has more than it has tables. */
export function defineLargeReader<R extends object>(columns: ColumnsOf<R>, query: Query, read: (row: R) => Found): Reader {
  return { query: forVersion(query), read: (row) => read(row as R), columns: Object.keys(columns) };
}

/** Readers of the kinds that the database has any object of; one query asks for all rare kinds. */
export async function presentReaders(run: RunQuery, readers: readonly Reader[], major: number): Promise<readonly Reader[]> {
  const asked = readers.map((reader, index) => (reader.isPresent === undefined ? "true" : reader.isPresent(major)) + ` as r${index}`);
  const [present = {}] = await readRows<Readonly<Record<string, boolean>>>(run, `select ${asked.join(",\n")}`);
  return readers.filter((_, index) => present[`r${index}`] === true);
}

/** The condition that keeps system schemas out, for an alias of `pg_namespace`. */
export function isUserSchema(alias: string): string {
  // dblead_kept holds what dropped things left behind (see plan/keep-dropped.ts).
  return `${alias}.nspname not in ('pg_catalog', 'information_schema', 'dblead_kept') and ${alias}.nspname !~ '^pg_(toast|temp)'`;
}

/** The condition that keeps members of extensions out, for a catalogue and an alias of it. */
export function isOwnObject(catalogue: string, alias: string): string {
  return `not exists (select from pg_depend e where e.classid = '${catalogue}'::regclass and e.objid = ${alias}.oid and e.deptype = 'e')`;
}

/** For `with`: tables (and what else `kinds` says) of users, `place` in the order of their names. Conditions on them are asked once, not once a part. */
export function userTables(kinds = "'r', 'p'"): string {
  return `tables as materialized (
    select c.oid, n.nspname, c.relname, c.relkind, row_number() over (order by n.nspname, c.relname) as place
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in (${kinds})
       and c.relpersistence <> 't'
       and ${isUserSchema("n")}
       and ${isOwnObject("pg_class", "c")})`;
}
