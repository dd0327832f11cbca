import { parseName, printName } from "../../../model/name.ts";
import type { Action, Plan } from "../../../model/plan.ts";
import type { Schema } from "../../../model/schema.ts";
import { locateObject } from "../../../model/schema.ts";
import type { Connection } from "../../connection.ts";
import type { NewWrites } from "../../row-proof.ts";
import { readRows, type Session } from "../connection/session.ts";
import { GrammarError, parseText } from "../parse/grammar.ts";
import { touchesOf } from "../parse/touches.ts";
import { type Column, readTables, type Table } from "./catalog.ts";
import { type Hints, noHints, readHints } from "./hints.ts";
import { makeCopy, makeInsert } from "./inserts.ts";
import { ownConnection } from "./own-session.ts";
import { quoteLabel } from "./quoting.ts";
import { makeRandom } from "./random.ts";
import { commonReason, type Trial, type TrialResult, tryInserts } from "./trials.ts";
import { makeValue } from "./values.ts";

const rowsPerTable = 3;
/** Trials for one field's largest value: its neighbours in the row may be what the server refuses. */
const trialsPerField = 12;

/** Writes rows into the tables that a plan touches: whole rows, then for each field that the plan speaks of the largest value that its type holds. */
export async function writeNewRows(connection: Connection, schema: Schema, plan: Plan): Promise<NewWrites> {
  const own = ownConnection(connection);
  own.forget();
  const { session } = own;
  const touched = await listTouched(schema, plan);
  const tables = (await readTables(session)).filter((table) => touched.has(table.label) && !table.isPartition);
  const written: { object: string; fields: readonly string[]; rows: number }[] = [];
  const failed: { object: string; reason: string }[] = [];
  const words = wordsOf(plan);
  for (const table of tables) {
    const outcome = await writeTable(session, table, words);
    if (outcome.failed.length === 0 || outcome.rows > 0) written.push({ object: table.label, fields: outcome.fields, rows: outcome.rows });
    failed.push(...outcome.failed.map((reason) => ({ object: table.label, reason })));
  }
  return { written, failed };
}

async function writeTable(
  session: Session,
  table: Table,
  words: ReadonlySet<string>,
): Promise<{ readonly rows: number; readonly fields: readonly string[]; readonly failed: readonly string[] }> {
  const hints = await readHints(table);
  const counts = await countReferenced(session, table);
  const random = makeRandom(`${table.label} new version`);
  const failed: string[] = [];
  const fields = new Set<string>();
  let turn = 900_000;
  const make = (
    fixed: Readonly<Record<string, string>>,
    mood: "tame" | "wild",
  ): { readonly text: string; readonly columns: readonly string[] } => {
    turn += 1;
    const request = { table, hints, counts, mood, turn, random, fixed };
    return turn % 2 === 0 ? makeCopy(request) : makeInsert(request);
  };
  const plain = Array.from({ length: 60 }, (_, index) => make({}, index % 3 === 0 ? "tame" : "wild"));
  const plainResults = await tryInserts(session, plain.map(anyRow), rowsPerTable, "keep");
  let rows = keep(plainResults, plain, fields);
  if (rows === 0) {
    // Constraints are the schema's own word: rows that none of ours meets are not written, and that is no defect.
    const others = plainResults.filter((result) => result.kind === "refused" && !result.code.startsWith("23"));
    return { rows, fields: [], failed: others.length === 0 ? [] : [`no row is accepted: ${commonReason(others)}`] };
  }
  const referencing = new Set(table.foreignKeys.flatMap((key) => key.columns));
  for (const column of table.columns) {
    const isUntouched = referencing.has(column.name) || column.filled === "always" || !words.has(column.name);
    const extremes = isUntouched ? [] : extremesOf(column, hints.get(column.name) ?? noHints);
    const made = extremes.flatMap((value) =>
      Array.from({ length: trialsPerField }, (_, index) => make({ [column.name]: value }, index % 4 < 2 ? "tame" : "wild")),
    );
    if (made.length === 0) continue;
    const results = await tryInserts(session, made.map(anyRow), extremes.length, "keep");
    rows += keep(results, made, fields);
    const reason = refusalOf(results, table, column);
    if (reason !== null) failed.push(`${column.name}: ${reason}`);
  }
  return { rows, fields: [...fields], failed };
}

const anyRow = (made: { readonly text: string }): Trial => ({ text: made.text, wanted: "true" });

function keep(results: readonly TrialResult[], made: readonly { readonly columns: readonly string[] }[], fields: Set<string>): number {
  const kept = results.filter((result) => result.kind === "kept");
  for (const result of kept) for (const name of made[result.index]?.columns ?? []) fields.add(name);
  return kept.length;
}

/** All labels of an enum; the largest value of any other type. */
function extremesOf(column: Column, hints: Hints): readonly string[] {
  if (column.labels.length > 0)
    return column.labels
      .slice(-3)
      .flatMap(
        (_, index) =>
          makeValue(
            { ...column, labels: column.labels.slice(0, column.labels.length - index) },
            hints,
            "extreme",
            0,
            makeRandom(column.name),
          ) ?? [],
      );
  const hinted = hints.texts.slice(-3).map((text) => `'${text.replaceAll("'", "''")}'::${column.type}`);
  const largest = makeValue(column, hints, "extreme", 0, makeRandom(column.name));
  return [...(/^(?:text|character varying|citext)$/.test(column.base) ? hinted : []), ...(largest === null ? [] : [largest])];
}

/** A constraint may refuse the value: that is the schema's own word. Anything else (an overflow, a cut text) is code of the plan that cannot carry it. */
function refusalOf(results: readonly TrialResult[], table: Table, column: Column): string | null {
  if (results.some((result) => result.kind === "kept")) return null;
  if (results.some((result) => result.code.startsWith("23"))) return null;
  const overflow = results.find((result) => result.code.startsWith("22") || result.code.startsWith("42") || result.code.startsWith("P0"));
  if (overflow === undefined) return null;
  const feedsGenerated = table.generatedFrom.some((expression) => expression.includes(column.name));
  return feedsGenerated ? null : `the largest value of ${column.type} is refused: ${commonReason(results)}`;
}

async function countReferenced(session: Session, table: Table): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { table: label } of table.foreignKeys) {
    const row = (await readRows(session, `select count(*) as rows from (select 1 from ${quoteLabel(label)} limit 500) x`))[0];
    counts.set(label, Number(row?.["rows"] ?? 0));
  }
  return counts;
}

async function listTouched(schema: Schema, plan: Plan): Promise<ReadonlySet<string>> {
  const names = new Set(plan.carries.map((carry) => carry.objectAfter));
  for (const step of plan.steps) {
    for (const block of step.blocks ?? []) if (block.blocks !== "nothing") names.add(block.object);
    for (const text of textsOf(step.action)) for (const name of await readTouched(text)) names.add(name);
  }
  const labels = [...names].flatMap((name) => locateObject(schema, name).map((located) => located.outline.label));
  return new Set(labels.map((label) => printName(parseName(label))));
}

/** Names that the plan speaks of. Largest values go into those fields only: code that was there before may overflow on others by its own fault. */
function wordsOf(plan: Plan): ReadonlySet<string> {
  const texts = plan.steps.flatMap((step) => textsOf(step.action));
  const carried = plan.carries.flatMap((carry) => (carry.fieldAfter === null ? [] : [carry.fieldAfter]));
  return new Set([
    ...carried,
    ...texts.flatMap((text) =>
      [...text.matchAll(/"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]*/gu)].map((match) => match[1]?.replaceAll('""', '"') ?? match[0]),
    ),
  ]);
}

function textsOf(action: Action): readonly string[] {
  return action.kind === "statements" ? action.statements : action.kind === "batches" ? [action.statement] : [];
}

async function readTouched(text: string): Promise<readonly string[]> {
  try {
    return (await parseText(text)).flatMap((statement) =>
      touchesOf(statement.tree).flatMap((touch) => (touch.how === "read" || touch.how === "drop" ? [] : [touch.name])),
    );
  } catch (error) {
    // What cannot be parsed cannot have run either; the review has said so.
    if (error instanceof GrammarError) return [];
    throw error;
  }
}
