import { printName } from "../../model/name.ts";
import type { SchemaObject } from "../../model/schema.ts";
import type { Action } from "../../model/plan.ts";
import type { ColumnDefinition, ConstraintDefinition, DomainDefinition } from "./definitions.ts";
import { sqlNameOf } from "./objects/address.ts";
import { define, shortLockTimeoutMs } from "./objects/draft.ts";
import { childrenOf } from "./objects/surroundings.ts";
import { type TableName, tableSql } from "./plan/attached.ts";
import { updateEffects } from "./plan/side-effects.ts";
import { quoteLiteral, quoteName } from "./quote.ts";
import type { Schema } from "../../model/schema.ts";

type Batches = Extract<Action, { readonly kind: "batches" }>;

/** Rows a batch may hold: long enough to be quick as a whole, short enough that nobody waits for its row locks. */
const batchRows = 2000;
/** Pages a batch may hold where no key orders the rows. */
const batchPages = 250;

export interface JobParts {
  readonly schema: Schema;
  readonly tableId: string;
  readonly table: TableName;
  /** `SET` list of the update. */
  readonly set: string;
  /** Which rows still need it; a row that was done is not touched again. */
  readonly stale: string;
  /** Names of triggers of ours, which stay silent on rows that agree. */
  readonly own: readonly string[];
}

/**
 * A backfill that walks the primary key (or the pages of a table without one), commits every batch, and may be stopped and run again.
 * Triggers of users stay silent where the role may say so: the values are no news, they are the old ones in another place.
 */
export function buildJob(parts: JobParts): Batches {
  const table = tableSql(parts.table);
  const key = keyOf(parts.schema, parts.tableId);
  const where = `(${parts.stale})`;
  const locator = key.length === 0 ? "ctid" : key.length === 1 ? quoteName(key[0] ?? "") : `(${key.map(quoteName).join(", ")})`;
  const list = key.length === 0 ? "ctid" : key.map(quoteName).join(", ");
  const order = key.length === 0 ? "" : ` ORDER BY ${list}`;
  return {
    kind: "batches",
    object: printName([parts.table.schema, parts.table.name]),
    key,
    statement: `UPDATE ${table} SET ${parts.set}\nWHERE ${locator} IN (SELECT ${list} FROM ${table} WHERE ${where}${order} LIMIT ${batchRows} FOR UPDATE)`,
    batchSize: batchRows,
    script: key.length === 0 ? pagesScript(parts, where) : keysetScript(parts, key, where),
    remaining: `SELECT count(*) FROM ${table} WHERE ${where}`,
    sideEffects: updateEffects(parts.schema, parts.tableId, parts.own),
  };
}

/** The primary key's columns, or those of a unique constraint over required columns; empty where there is neither. */
export function keyOf(schema: Schema, tableId: string): readonly string[] {
  const required = new Set(
    childrenOf(schema, tableId, "column").flatMap((object) => {
      const column = define<ColumnDefinition>(object);
      return column.notNull ? [column.name] : [];
    }),
  );
  const constraints = childrenOf(schema, tableId, "constraint").map((object: SchemaObject) => define<ConstraintDefinition>(object));
  const primary = constraints.find((constraint) => constraint.type === "primary");
  const unique = constraints.find(
    (constraint) => constraint.type === "unique" && constraint.columns.every((column) => required.has(column)),
  );
  return (primary ?? unique)?.columns ?? [];
}

/** One batch: row locks are not waited for long, and who lost to others (a lock, a deadlock) tries again. */
function batchText(update: string): string {
  return `    LOOP
      IF dblead_silent THEN
        BEGIN
          PERFORM set_config('session_replication_role', 'replica', true);
        EXCEPTION WHEN insufficient_privilege THEN
          dblead_silent := false;
        END;
      END IF;
      BEGIN
        PERFORM set_config('lock_timeout', '${shortLockTimeoutMs / 1000}s', true);
${update}
        dblead_tries := 0;
        EXIT;
      EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
        dblead_tries := dblead_tries + 1;
        IF dblead_tries > 10 THEN
          RAISE;
        END IF;
      END;
      COMMIT;
      PERFORM pg_sleep(0.2 * dblead_tries);
    END LOOP;
    COMMIT;`;
}

/** A variable starts empty, which a domain may not allow: it is of the type beneath. */
function variableType(parts: JobParts, name: string): string {
  const columns = childrenOf(parts.schema, parts.tableId, "column").map((object) => define<ColumnDefinition>(object));
  let type = columns.find((column) => column.name === name)?.type;
  const isDomain = (candidate: SchemaObject): boolean => candidate.kind === "domain" && sqlNameOf(candidate.id) === type;
  let found = parts.schema.objects.find(isDomain);
  if (found === undefined) return `${tableSql(parts.table)}.${quoteName(name)}%TYPE`;
  for (; found !== undefined; found = parts.schema.objects.find(isDomain)) type = define<DomainDefinition>(found).type;
  return type ?? "text";
}

function keysetScript(parts: JobParts, key: readonly string[], where: string): string {
  const table = tableSql(parts.table);
  const names = key.map(quoteName);
  const declare = (prefix: string): readonly string[] =>
    key.map((name, at) => `  dblead_${prefix}_${at + 1} ${variableType(parts, name)};`);
  const variables = (prefix: string): string => key.map((_, at) => `dblead_${prefix}_${at + 1}`).join(", ");
  const row = (list: string): string => (key.length === 1 ? list : `(${list})`);
  const columns = row(names.join(", "));
  return `DO $job$
DECLARE
${[...declare("last"), ...declare("upper")].join("\n")}
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT ${names.join(", ")} INTO ${variables("upper")}
    FROM (
      SELECT ${names.join(", ")} FROM ${table}
      WHERE dblead_first OR ${columns} > ${row(variables("last"))}
      ORDER BY ${names.join(", ")} LIMIT ${batchRows}
    ) AS batch
    ORDER BY ${names.map((name) => `${name} DESC`).join(", ")} LIMIT 1;
    EXIT WHEN NOT FOUND;
${batchText(`        UPDATE ${table} SET ${parts.set}
        WHERE (dblead_first OR ${columns} > ${row(variables("last"))}) AND ${columns} <= ${row(variables("upper"))}
          AND ${where};`)}
    ${key.map((_, at) => `dblead_last_${at + 1} := dblead_upper_${at + 1};`).join(" ")}
    dblead_first := false;
  END LOOP;
END
$job$`;
}

function pagesScript(parts: JobParts, where: string): string {
  const table = tableSql(parts.table);
  return `DO $job$
DECLARE
  dblead_page bigint := 0;
  dblead_pages bigint := pg_relation_size(${quoteLiteral(table)}::regclass) / current_setting('block_size')::bigint;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  WHILE dblead_page <= dblead_pages LOOP
${batchText(`        UPDATE ${table} SET ${parts.set}
        WHERE ctid >= format('(%s,0)', dblead_page)::tid AND ctid < format('(%s,0)', dblead_page + ${batchPages})::tid
          AND ${where};`)}
    dblead_page := dblead_page + ${batchPages};
  END LOOP;
END
$job$`;
}
