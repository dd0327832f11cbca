import { parseName, printName } from "../../../model/name.ts";
import type { Outline, Schema, SchemaObject } from "../../../model/schema.ts";
import type { Violation } from "../../row-proof.ts";
import { readRows, type Session } from "../connection/session.ts";
import { isTree, listOf } from "../parse/tree.ts";
import type { Table } from "./catalog.ts";
import { noHints, readHints } from "./hints.ts";
import { type InsertRequest, makeCopy, makeInsert } from "./inserts.ts";
import { quoteLabel, quoteName, quoteText } from "./quoting.ts";
import { makeRandom } from "./random.ts";
import { type Trial, tryInserts } from "./trials.ts";
import { makeValue, type Mood } from "./values.ts";

/** One thing that the desired schema adds and that a row of the base may break. */
interface Threat {
  readonly table: Table;
  readonly constraint: string;
  /** Expressions for the columns that break it; empty: the server looks among many values. */
  readonly fixed: Readonly<Record<string, string>>;
  /** Condition over the new row that says that it breaks it. */
  readonly condition: string;
  /** Where the condition says less than that the row breaks it: what does. */
  readonly breaks?: string;
  readonly moods: readonly Mood[];
  /** Columns that must be given a value. */
  readonly columns: readonly string[];
  readonly expressions: readonly string[];
}

/** Rows that the base accepts and the desired schema should refuse or carry through, each proven by inserting it and taking it back. */
export async function findViolations(
  session: Session,
  tables: readonly Table[],
  base: Schema,
  desired: Schema,
  counts: ReadonlyMap<string, number>,
): Promise<readonly Violation[]> {
  const found: Violation[] = [];
  const canAsk =
    (await readRows(session, "select pg_catalog.to_regproc('pg_catalog.pg_input_is_valid') is not null as is_there"))[0]?.["is_there"] ===
    true
      ? "yes"
      : "no";
  for (const threat of listThreats(tables, base, desired, canAsk)) {
    const trials = await makeTrials(threat, counts);
    const results = await tryInserts(session, trials, 1, "undo");
    const hit = results.find((result) => result.kind === "kept");
    const trial = hit === undefined ? undefined : trials[hit.index];
    if (trial !== undefined) found.push({ object: threat.table.label, constraint: threat.constraint, insert: trial.text });
  }
  return found;
}

/** Conditions over a new row that say that the desired schema lets it stand, per table, with the expressions that values are taken from. */
export function listFits(
  tables: readonly Table[],
  base: Schema,
  desired: Schema,
): ReadonlyMap<string, { readonly wanted: string; readonly expressions: readonly string[] }> {
  const threats = Map.groupBy(listThreats(tables, base, desired, "no"), (threat) => threat.table.label);
  return new Map(
    [...threats].map(([label, own]) => {
      const broken = own
        .filter(({ constraint }) => !constraint.startsWith("type of "))
        .map((threat) => `not coalesce((${threat.breaks ?? threat.condition}), false)`);
      return [label, { wanted: ["true", ...broken].join(" and "), expressions: own.flatMap(({ expressions }) => expressions) }];
    }),
  );
}

async function makeTrials(threat: Threat, counts: ReadonlyMap<string, number>): Promise<readonly Trial[]> {
  const { table, condition, moods } = threat;
  const random = makeRandom(`${table.label} ${threat.constraint}`);
  const hints = await readHints(table, threat.expressions);
  const trials: Trial[] = [];
  for (let turn = 0; turn < 90; turn += 1) {
    const mood = moods[turn % moods.length] ?? "wild";
    // Far from the values of the rows that are there, so that keys do not get in the way.
    const request = { table, hints, counts, mood, turn: 5000 + turn, random, fixed: threat.fixed };
    // A copy gives the threatened columns values of their own, where none are fixed.
    const own = Object.keys(threat.fixed).length > 0 ? {} : valuesOf(threat, request);
    const made = turn % 2 === 0 ? makeInsert(request) : makeCopy({ ...request, fixed: { ...own, ...threat.fixed } });
    if (threat.columns.every((name) => made.columns.includes(name))) trials.push({ text: made.text, wanted: condition });
  }
  return trials;
}

function valuesOf(threat: Threat, request: InsertRequest): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const column of threat.table.columns) {
    if (!threat.columns.includes(column.name) || column.filled === "always") continue;
    const value = makeValue(column, request.hints.get(column.name) ?? noHints, request.mood, request.turn, request.random);
    if (value !== null) values[column.name] = value;
  }
  return values;
}

function listThreats(tables: readonly Table[], base: Schema, desired: Schema, canAsk: "yes" | "no"): readonly Threat[] {
  const before = outlinesOf(base);
  return [...outlinesOf(desired)].flatMap(([label, after]) => {
    const table = tables.find((candidate) => candidate.label === label);
    const old = before.get(label);
    if (table === undefined || old === undefined || table.isPartition) return [];
    return [
      ...requiredThreats(table, old, after),
      ...keyThreats(table, old, after),
      ...referenceThreats(table, old, after, before),
      ...typeThreats(table, old, after, canAsk),
      ...checkThreats(table, base, desired),
    ];
  });
}

function outlinesOf(schema: Schema): ReadonlyMap<string, Outline> {
  return new Map(
    schema.objects.flatMap((object) => (object.outline === undefined ? [] : [[object.outline.label, object.outline] as const])),
  );
}

function has(table: Table, name: string): boolean {
  return table.columns.some((column) => column.name === name && column.filled !== "always");
}

function threat(table: Table, constraint: string, parts: Partial<Threat>): Threat {
  return { table, constraint, fixed: {}, condition: "true", moods: ["tame", "wild", "extreme"], columns: [], expressions: [], ...parts };
}

function requiredThreats(table: Table, old: Outline, after: Outline): readonly Threat[] {
  return after.fields.flatMap((field) => {
    const was = old.fields.find((candidate) => candidate.name === field.name);
    if (was === undefined || was.required || !field.required || !has(table, field.name)) return [];
    return [threat(table, `${field.name} is required`, { fixed: { [field.name]: "null" }, condition: `${quoteName(field.name)} is null` })];
  });
}

function keyThreats(table: Table, old: Outline, after: Outline): readonly Threat[] {
  const known = new Set(old.keys.map((key) => [...key.fields].sort().join("\0")));
  return after.keys.flatMap((key) => {
    if (known.has([...key.fields].sort().join("\0")) || !key.fields.every((name) => has(table, name))) return [];
    const present = key.fields.map((name) => `${quoteName(name)} is not null`).join(" and ");
    const fixed = Object.fromEntries(
      key.fields.map((name) => [
        name,
        `(select ${quoteName(name)} from ${quoteLabel(table.label)} where ${present} order by ctid limit 1)`,
      ]),
    );
    const own = quoteName(parseName(table.label).at(-1) ?? "");
    const pairs = key.fields.map((name) => `dblead_other.${quoteName(name)} = ${own}.${quoteName(name)}`).join(" and ");
    return [
      threat(table, key.name, {
        fixed,
        condition: present,
        breaks: `exists (select 1 from ${quoteLabel(table.label)} dblead_other where ${pairs})`,
      }),
    ];
  });
}

function referenceThreats(table: Table, old: Outline, after: Outline, before: ReadonlyMap<string, Outline>): readonly Threat[] {
  const print = (reference: Outline["references"][number]): string =>
    [...reference.fields, reference.object, ...reference.targetFields].join("\0");
  const known = new Set(old.references.map(print));
  return after.references.flatMap((reference) => {
    if (known.has(print(reference)) || !reference.fields.every((name) => has(table, name))) return [];
    const present = reference.fields.map((name) => `${quoteName(name)} is not null`).join(" and ");
    const target = before.get(reference.object);
    const isThere = target !== undefined && reference.targetFields.every((name) => target.fields.some((field) => field.name === name));
    const own = parseName(table.label).at(-1) ?? "";
    const pairs = reference.fields
      .map((name, index) => `dblead_target.${quoteName(reference.targetFields[index] ?? "")} = ${quoteName(own)}.${quoteName(name)}`)
      .join(" and ");
    const orphan = isThere
      ? `${present} and not exists (select 1 from ${quoteLabel(reference.object)} dblead_target where ${pairs})`
      : present;
    return [threat(table, reference.name, { condition: orphan, columns: reference.fields })];
  });
}

/** Before version 16 the server cannot be asked whether a value fits: the largest one is taken at its word. */
function typeThreats(table: Table, old: Outline, after: Outline, canAsk: "yes" | "no"): readonly Threat[] {
  return after.fields.flatMap((field) => {
    const was = old.fields.find((candidate) => candidate.name === field.name);
    if (was === undefined || was.type === field.type || !has(table, field.name)) return [];
    const name = quoteName(field.name);
    // Refused by the new type, or not the same after it.
    if (canAsk === "no")
      return [
        threat(table, `type of ${field.name}: ${was.type} to ${field.type}`, {
          condition: `${name} is not null`,
          columns: [field.name],
          moods: ["extreme"],
        }),
      ];
    const lost = `${name} is not null and case when pg_catalog.pg_input_is_valid(${name}::text, ${quoteText(field.type)}) then ${name}::text::${field.type}::text is distinct from ${name}::text else true end`;
    return [
      threat(table, `type of ${field.name}: ${was.type} to ${field.type}`, {
        condition: lost,
        columns: [field.name],
        moods: ["extreme", "wild", "tame"],
      }),
    ];
  });
}

function checkThreats(table: Table, base: Schema, desired: Schema): readonly Threat[] {
  const known = new Map(base.objects.map((object) => [object.id, textOfCheck(object)]));
  return desired.objects.flatMap((object) => {
    const text = textOfCheck(object);
    if (text === null || known.get(object.id) === text || tableOf(object) !== table.label) return [];
    // A rule that speaks of a column to come says nothing of the rows that are there.
    if (columnsOf(object).some((column) => !table.columns.some(({ name }) => name === column))) return [];
    const expression = text.replace(/^CHECK\s*/i, "");
    const name = parseName(object.id.slice(object.id.indexOf(":") + 1)).at(-1) ?? object.id;
    const columns = table.columns.map((column) => column.name).filter((column) => expression.includes(column));
    return [threat(table, name, { condition: `(${expression}) is false`, columns, expressions: [expression] })];
  });
}

function columnsOf(object: SchemaObject): readonly string[] {
  return listOf(isTree(object.definition) ? object.definition["columns"] : null).map(String);
}

/** The text of a check constraint, where the definition tells one. */
function textOfCheck(object: SchemaObject): string | null {
  const text = isTree(object.definition) ? object.definition["text"] : null;
  return object.kind === "constraint" && typeof text === "string" && /^CHECK\b/i.test(text)
    ? text.replace(/\s+(?:NOT VALID|NO INHERIT|NOT ENFORCED)\b.*$/i, "")
    : null;
}

function tableOf(object: SchemaObject): string {
  const name = object.parent ?? "";
  return printName(parseName(name.slice(name.indexOf(":") + 1)));
}
