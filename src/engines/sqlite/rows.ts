import { LeadError } from "../../model/error.ts";
import { printCanonical } from "../../model/json.ts";
import { parseName, printName } from "../../model/name.ts";
import type { Carry, Plan } from "../../model/plan.ts";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import type { Connection } from "../connection.ts";
import type { Digest, DigestField, DigestRequest, NewWrites, RowProof, Synthesis, SynthesisRequest } from "../row-proof.ts";
import { affinityOf, allowedValues } from "./alteration.ts";
import { columnOrder, tableOf, tablesOf } from "./definitions.ts";
import { type MadeRow, makeRowsFor, renderInsert, renderInserts } from "./row-maker.ts";
import { SqliteConnection } from "./sqlite-connection.ts";
import { quoteName } from "./tokens.ts";
import { findViolations } from "./violations.ts";

export const sqliteRows: RowProof = { synthesize, digest, digestRequests, writeAsNewVersion };

/** Rows that fit, parents first; then one row per thing that the desired schema adds, tried and taken back. */
async function synthesize(connection: Connection, request: SynthesisRequest): Promise<Synthesis> {
  const made: Record<string, number> = {};
  const unproven: { object: string; reason: string }[] = [];
  for (const object of parentsFirst(request.schema)) {
    const name = tableOf(object).name;
    const label = printName([name]);
    const before = await countRows(connection, name);
    if (request.rows > 0) await fill(connection, object, request.rows, before);
    const after = await countRows(connection, name);
    if (after > before) made[label] = after - before;
    if (after === 0) unproven.push({ object: label, reason: await reasonFor(connection, object) });
  }
  return { made, unproven, violations: request.desired === null ? [] : await findViolations(connection, request.schema, request.desired) };
}

async function fill(connection: Connection, object: SchemaObject, wanted: number, existing: number): Promise<void> {
  const name = tableOf(object).name;
  let maker = await makeRowsFor(connection, object);
  const isSelf = tableOf(object).foreignKeys.some((key) => key.table === name);
  for (let tried = 0; tried < wanted * 2; tried += wanted) {
    const rows = Array.from({ length: wanted }, (_, index) => maker.make(existing + tried + index)).filter((row) => row !== null);
    for (let at = 0; at < rows.length; at += 100) await insertRows(connection, name, rows.slice(at, at + 100));
    if (isSelf) maker = await makeRowsFor(connection, object);
    if ((await countRows(connection, name)) - existing >= wanted) return;
  }
}

/** Together, or, where that is refused, one at a time: a row that a trigger or a reference refuses must not take the others with it. */
async function insertRows(connection: Connection, table: string, rows: readonly MadeRow[]): Promise<void> {
  const run = (text: string) => connection.execute({ file: "synthetic rows", line: 1, text, transaction: "none" }, "untraced");
  const all = renderInserts(table, rows);
  if (all !== null && (await run(all)).error === null) return;
  for (const row of rows) await run(renderInsert(table, row, "OR IGNORE "));
}

async function reasonFor(connection: Connection, object: SchemaObject): Promise<string> {
  const maker = await makeRowsFor(connection, object);
  const row = maker.make(0);
  if (row === null) return maker.reason ?? "no row could be made";
  const text = `BEGIN;\n${renderInsert(tableOf(object).name, row)};\nROLLBACK`;
  const outcome = await connection.execute({ file: "synthetic rows", line: 1, text, transaction: "none" });
  return outcome.error === null ? "it is empty and no rows were asked for" : `the rows made for it were refused: ${outcome.error.message}`;
}

async function countRows(connection: Connection, table: string): Promise<number> {
  const [row] = await connection.query(`SELECT count(*) AS n FROM ${quoteName(table)}`);
  return Number(row?.["n"] ?? 0);
}

export function parentsFirst(schema: Schema): readonly SchemaObject[] {
  const tables = tablesOf(schema);
  const byId = new Map(tables.map((object) => [object.id, object]));
  const placed = new Set<string>();
  const ordered: SchemaObject[] = [];
  const place = (object: SchemaObject): void => {
    if (placed.has(object.id)) return;
    placed.add(object.id);
    for (const id of object.dependsOn) if (byId.has(id)) place(byId.get(id) ?? object);
    ordered.push(object);
  };
  for (const object of tables) place(object);
  return ordered;
}

async function digest(connection: Connection, requests: readonly DigestRequest[]): Promise<readonly Digest[]> {
  if (!(connection instanceof SqliteConnection))
    throw new LeadError("internal-error", "a SQLite checksum was asked of another engine's connection");
  const digests: Digest[] = [];
  for (const { object, key, fields } of requests) {
    const expressions = fields.map((field) => field.expression);
    // Without a key a row is what all of its fields say.
    const keys = key.length > 0 ? key.map(quoteName) : expressions;
    const columns = [...keys, ...expressions].map((expression, index) => `${expression} AS d${index}`).join(", ");
    const table = quoteName(parseName(object)[0] ?? object);
    const text = columns === "" ? `SELECT NULL FROM ${table}` : `SELECT ${columns} FROM ${table}`;
    digests.push({
      object,
      ...(await connection.digest(
        text,
        keys.length,
        fields.map((field) => field.label),
      )),
    });
  }
  return digests;
}

function digestRequests(from: Schema, to: Schema, carries: readonly Carry[]): ReturnType<RowProof["digestRequests"]> {
  const before: DigestRequest[] = [];
  const after: DigestRequest[] = [];
  for (const old of tablesOf(from)) {
    const label = printName([tableOf(old).name]);
    const own = carries.filter((carry) => carry.objectBefore === label);
    const labelAfter = own[0]?.objectAfter ?? label;
    const now = tablesOf(to).find((object) => printName([tableOf(object).name]) === labelAfter);
    if (now === undefined) continue;
    const pairs = fieldPairs(old, now, own);
    const key = keyPair(old, now, own);
    before.push({ object: label, key: key.before, fields: pairs.map((pair) => pair.before) });
    after.push({ object: labelAfter, key: key.after, fields: pairs.map((pair) => pair.after) });
  }
  return { before, after };
}

/** The primary key under both names, if it is one thing on both sides. */
function keyPair(
  old: SchemaObject,
  now: SchemaObject,
  carries: readonly Carry[],
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const names = tableOf(old).primaryKey?.columns.map((column) => column.name) ?? [];
  const renamed = names.map((name) => carries.find((carry) => carry.fieldBefore === name)?.fieldAfter ?? name);
  const isKept = names.every((name, index) => {
    const carry = carries.find((candidate) => candidate.fieldBefore === name);
    const [was, is] = [tableOf(old).columns[name], tableOf(now).columns[renamed[index] ?? name]];
    return (
      is !== undefined &&
      was !== undefined &&
      affinityOf(was.type) === affinityOf(is.type) &&
      (carry === undefined || carry.forward === quoteName(name))
    );
  });
  return isKept ? { before: names, after: renamed } : { before: [], after: [] };
}

interface FieldPair {
  readonly before: DigestField;
  readonly after: DigestField;
}

function fieldPairs(old: SchemaObject, now: SchemaObject, carries: readonly Carry[]): readonly FieldPair[] {
  const pair = (label: string, before: string, after: string): FieldPair => ({
    before: { label, expression: before },
    after: { label, expression: after },
  });
  const carried = carries.flatMap((carry): readonly FieldPair[] => {
    if (carry.fieldAfter !== null && carry.forward !== null) return [pair(carry.fieldAfter, carry.forward, quoteName(carry.fieldAfter))];
    if (carry.fieldBefore !== null && carry.backward !== null)
      return [pair(carry.fieldBefore, quoteName(carry.fieldBefore), carry.backward)];
    return [];
  });
  const told = new Set(carries.flatMap((carry) => [carry.fieldBefore ?? "", carry.fieldAfter ?? ""]));
  const kept = columnOrder(old).flatMap((name): readonly FieldPair[] => {
    const [was, is] = [tableOf(old).columns[name], tableOf(now).columns[name]];
    if (told.has(name) || was === undefined || is === undefined) return [];
    if (printCanonical(was.generated) !== printCanonical(is.generated)) return [];
    const expression = comparable(name, affinityOf(was.type), affinityOf(is.type));
    return [pair(name, expression, expression)];
  });
  return [...carried, ...kept];
}

/** SQLite converts what it stores to the column's affinity: the number 7 and the text 7 are then one value. */
function comparable(name: string, before: ReturnType<typeof affinityOf>, after: ReturnType<typeof affinityOf>): string {
  const quoted = quoteName(name);
  const affinities = new Set([before, after]);
  if (before === after || !affinities.has("TEXT")) return quoted;
  return affinities.has("REAL") ? `CAST(${quoted} AS REAL)` : `CAST(${quoted} AS TEXT)`;
}

/** Writes each allowed value, and a row of its own, into every table that the plan changes. */
async function writeAsNewVersion(connection: Connection, schema: Schema, plan: Plan): Promise<NewWrites> {
  const written: { object: string; fields: readonly string[]; rows: number }[] = [];
  const failed: { object: string; reason: string }[] = [];
  const texts = plan.steps.flatMap((step) => (step.action.kind === "statements" ? step.action.statements : [])).join("\n");
  for (const object of parentsFirst(schema)) {
    const table = tableOf(object);
    const label = printName([table.name]);
    const isTouched = texts.includes(quoteName(table.name)) || plan.carries.some((carry) => carry.objectAfter === label);
    if (!isTouched) continue;
    const result = await writeRows(connection, object);
    if (result.rows > 0) written.push({ object: label, fields: result.fields, rows: result.rows });
    failed.push(...result.refused.map((reason) => ({ object: label, reason })));
  }
  return { written, failed };
}

async function writeRows(
  connection: Connection,
  object: SchemaObject,
): Promise<{ readonly rows: number; readonly fields: readonly string[]; readonly refused: readonly string[] }> {
  const table = tableOf(object);
  const maker = await makeRowsFor(connection, object);
  const listed = columnOrder(object)
    .map((name) => ({ name, values: allowedValues(table, name) }))
    .filter(({ values }) => values.length > 0);
  const attempts = [{ name: null, value: null }, ...listed.flatMap(({ name, values }) => values.map((value) => ({ name, value })))];
  const base = await countRows(connection, table.name);
  const refused = new Map<string, string[]>();
  const accepted = new Set<string | null>();
  let rows = 0;
  let fields: readonly string[] = [];
  for (const [index, { name, value }] of attempts.entries()) {
    const row = maker.make(base + 1000 + index);
    if (row === null) continue;
    const filled = new Map(row);
    if (name !== null) filled.set(name, value);
    const outcome = await connection.execute({ file: "new version", line: 1, text: renderInsert(table.name, filled), transaction: "none" });
    if (outcome.error === null) {
      rows += 1;
      fields = [...new Set([...fields, ...filled.keys()])];
      accepted.add(name);
    } else if (name !== null)
      refused.set(name, [...(refused.get(name) ?? []), `${name} = ${value} is allowed but was refused: ${outcome.error.message}`]);
  }
  // Only where a sibling went in is the refusal about the value and not about the row made for it.
  return { rows, fields, refused: [...refused].flatMap(([name, reasons]) => (accepted.has(name) ? reasons : [])) };
}
