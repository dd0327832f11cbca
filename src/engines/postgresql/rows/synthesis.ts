import type { Connection } from "../../connection.ts";
import type { Synthesis, SynthesisRequest } from "../../row-proof.ts";
import { readRows, type Session } from "../connection/session.ts";
import { readTables, type Table } from "./catalog.ts";
import { readHints } from "./hints.ts";
import { makeCopy, makeInsert } from "./inserts.ts";
import { ownConnection } from "./own-session.ts";
import { quoteLabel } from "./quoting.ts";
import { makeRandom } from "./random.ts";
import { commonReason, type Trial, type TrialResult, tryInserts } from "./trials.ts";
import { findViolations, listFits } from "./violations.ts";

/** Fills the tables of a schema with rows that the server accepts, referenced tables first. A table that holds enough rows is left alone. */
export async function synthesizeRows(connection: Connection, request: SynthesisRequest): Promise<Synthesis> {
  const own = ownConnection(connection);
  const { session } = own;
  const labels = new Set(request.schema.objects.flatMap((object) => (object.outline === undefined ? [] : [object.outline.label])));
  const tables = orderTables((await readTables(session)).filter((table) => labels.has(table.label)));
  const counts = await countRows(session, tables, request.rows);
  const fits = request.fit === undefined || request.desired === null ? null : listFits(tables, request.schema, request.desired);
  const made: Record<string, number> = {};
  const unproven: { object: string; reason: string }[] = [];
  for (const table of tables) {
    if (table.isPartition) continue;
    const existing = counts.get(table.label) ?? 0;
    if (request.rows > existing) own.forget();
    const results = await fillTable(session, table, counts, request.rows - existing, fits?.get(table.label));
    const count = results.filter((result) => result.kind === "kept").length;
    counts.set(table.label, existing + count);
    made[table.label] = count;
    if (existing + count === 0 && request.rows > 0) unproven.push({ object: table.label, reason: commonReason(results) });
  }
  if (Object.values(made).some((count) => count > 0)) {
    own.rowsFrom = own.rowsFrom === "none" ? "synthetic" : own.rowsFrom;
    await session.run("analyze");
  }
  const partitions = tables.filter((table) => table.isPartition);
  const inPartitions = await countRows(session, partitions, 1);
  for (const table of partitions)
    if (inPartitions.get(table.label) === 0) unproven.push({ object: table.label, reason: "no row fell into this partition" });
  const violations = request.desired === null ? [] : await findViolations(session, tables, request.schema, request.desired, counts);
  return { made, unproven, violations };
}

/** Two rounds: a few trials for each row, and many more for what is still missing. */
async function fillTable(
  session: Session,
  table: Table,
  counts: ReadonlyMap<string, number>,
  wanted: number,
  fit: { readonly wanted: string; readonly expressions: readonly string[] } = { wanted: "true", expressions: [] },
): Promise<readonly TrialResult[]> {
  if (wanted <= 0) return [];
  const random = makeRandom(table.label);
  const hints = await readHints(table, fit.expressions);
  const isWide = table.columns.length > 200;
  const results: TrialResult[] = [];
  let turn = 0;
  for (const trialsPerRow of [2, isWide ? 4 : 12]) {
    const missing = wanted - results.filter((result) => result.kind === "kept").length;
    if (missing <= 0) break;
    const trials: Trial[] = [];
    for (let index = 0; index < missing * trialsPerRow + 10; index += 1) {
      const mood = turn % 3 === 0 ? "tame" : "wild";
      const request = { table, hints, counts, mood, turn, random, fixed: {} } as const;
      // Where few rows pass the checks, the second round also copies those that did.
      const made = results.length > 0 && turn % 4 === 0 ? makeCopy(request) : makeInsert(request);
      trials.push({ text: made.text, wanted: fit.wanted });
      turn += 1;
    }
    results.push(...(await tryInserts(session, trials, missing, "keep")));
  }
  return results;
}

/** Counts up to `limit` rows of each table; one round trip. */
async function countRows(session: Session, tables: readonly Table[], limit: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  if (tables.length === 0) return counts;
  const parts = tables.map(
    (table, index) =>
      `select ${index} as place, (select count(*) from (select 1 from ${quoteLabel(table.label)} limit ${Math.max(1, limit)}) x) as rows`,
  );
  for (const row of await readRows(session, parts.join("\nunion all\n")))
    counts.set(tables[Number(row["place"])]?.label ?? "", Number(row["rows"]));
  return counts;
}

/** Referenced tables first; a cycle is entered where the reference may be NULL. */
function orderTables(tables: readonly Table[]): readonly Table[] {
  const left = new Map(tables.map((table) => [table.label, table]));
  const ordered: Table[] = [];
  const isRequired = (table: Table, columns: readonly string[]): boolean =>
    columns.every((name) => table.columns.some((column) => column.name === name && column.isRequired));
  while (left.size > 0) {
    const waits = (table: Table, which: "all" | "required"): boolean =>
      table.foreignKeys.some(
        (key) => key.table !== table.label && left.has(key.table) && (which === "all" || isRequired(table, key.columns)),
      );
    const all = [...left.values()];
    const free = all.filter((table) => !waits(table, "all"));
    const next = free.length > 0 ? free : all.filter((table) => !waits(table, "required")).slice(0, 1);
    for (const table of next.length > 0 ? next : all.slice(0, 1)) {
      left.delete(table.label);
      ordered.push(table);
    }
  }
  return ordered;
}
