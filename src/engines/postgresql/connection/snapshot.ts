import { printName } from "../../../model/name.ts";
import type { Row } from "../../connection.ts";
import type { Session } from "./session.ts";

/** What the server counted for one relation since it began to count. */
export interface Counters {
  /** Sequential scans of a table, scans of an index. */
  readonly scans: number;
  /** Rows that sequential scans returned, entries that scans of an index returned. */
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}
export interface Relation {
  readonly oid: number;
  readonly label: string;
  readonly schema: string;
  readonly name: string;
  /** `r` table, `p` partitioned, `m` materialized view, `v` view, `S` sequence, `f` foreign table, `i`/`I` index. */
  readonly kind: string;
  readonly fileNode: number | null;
  /** Table of an index. */
  readonly table: number | null;
  readonly counters: Counters;
}
export interface Snapshot {
  readonly relations: ReadonlyMap<number, Relation>;
  /** Strongest mode held by this session per relation oid, as the server names it. */
  readonly locks: ReadonlyMap<number, string>;
}

// Flushed counts plus those still pending in this backend: their sum does not jump when the server flushes.
const counted = (name: string): string => `pg_catalog.pg_stat_get_${name}(c.oid) + pg_catalog.pg_stat_get_xact_${name}(c.oid)`;
const relationsQuery = `
select c.oid::pg_catalog.int8                                  as oid,
       n.nspname                                               as schema,
       c.relname                                               as name,
       c.relkind::pg_catalog.text                              as kind,
       pg_catalog.pg_relation_filenode(c.oid)::pg_catalog.int8 as file_node,
       i.indrelid::pg_catalog.int8                             as table_oid,
       case when c.relkind in ('r', 'm', 'i') then
         pg_catalog.concat_ws(' ', ${counted("numscans")}, ${counted("tuples_returned")}, ${counted("tuples_inserted")},
           ${counted("tuples_updated")}, ${counted("tuples_deleted")})
       end                                                     as counters
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_index i on i.indexrelid = c.oid
 where n.nspname not in ('pg_catalog', 'information_schema')
   and n.nspname !~ '^pg_(toast|temp)'
   and c.relkind in ('r', 'p', 'm', 'v', 'S', 'f', 'i', 'I')`;

export const locksQuery = `
select l.relation::pg_catalog.int8 as oid, l.mode
  from pg_catalog.pg_locks l
 where l.locktype = 'relation' and l.granted and l.pid = pg_catalog.pg_backend_pid()
   and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())`;

/** Reads what the catalogue, the counters and the lock table of this session say now. Cost: one round trip, linear in the number of relations. */
export async function takeSnapshot(session: Session): Promise<Snapshot> {
  // Locks first: reading them must not be counted among them.
  const [locks, relations] = await session.run(`${locksQuery};\n${relationsQuery}`);
  return {
    locks: strongestLocks(locks?.rows ?? []),
    relations: new Map((relations?.rows ?? []).map((row) => [Number(row["oid"]), readRelation(row)])),
  };
}

function readRelation(row: Row): Relation {
  const schema = String(row["schema"]);
  const name = String(row["name"]);
  const [scans = 0, read = 0, inserted = 0, updated = 0, deleted = 0] = String(row["counters"] ?? "")
    .split(" ")
    .map(Number);
  return {
    oid: Number(row["oid"]),
    label: printName([schema, name]),
    schema,
    name,
    kind: String(row["kind"]),
    fileNode: row["file_node"] === null ? null : Number(row["file_node"]),
    table: row["table_oid"] === null ? null : Number(row["table_oid"]),
    counters: { scans, read, inserted, updated, deleted },
  };
}

export function writesOf({ counters }: Relation): number {
  return counters.inserted + counters.updated + counters.deleted;
}

const modes = [
  "AccessShareLock",
  "RowShareLock",
  "RowExclusiveLock",
  "ShareUpdateExclusiveLock",
  "ShareLock",
  "ShareRowExclusiveLock",
  "ExclusiveLock",
  "AccessExclusiveLock",
];
export function strengthOf(mode: string): number {
  return modes.indexOf(mode);
}

export function strongestLocks(rows: readonly Row[]): ReadonlyMap<number, string> {
  const locks = new Map<number, string>();
  for (const row of rows) {
    const oid = Number(row["oid"]);
    const mode = String(row["mode"]);
    const held = locks.get(oid);
    if (held === undefined || strengthOf(mode) > strengthOf(held)) locks.set(oid, mode);
  }
  return locks;
}
