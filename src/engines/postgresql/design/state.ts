import { LeadError } from "../../../model/error.ts";
import { findNearest, parseName, printName } from "../../../model/name.ts";
import type { Schema } from "../../../model/schema.ts";
import type { Answer, QuestionKind } from "../../../model/question.ts";
import { followId, followRenames, type Renames } from "../plan/follow.ts";
import { quoteQualified } from "../quote.ts";

export interface KnownField {
  readonly type: string;
  readonly required: boolean;
  readonly default: string | null;
}
export interface KnownTable {
  readonly schema: string;
  readonly name: string;
  /** Name in the base; null for one that this requirement makes. */
  readonly base: string | null;
  readonly fields: ReadonlyMap<string, KnownField>;
}
/** Tables as they stand after the intents so far, and the renames that led there (ids of the base → ids now). */
export interface DesignState {
  readonly schema: Schema;
  /** The base under its present names, with dependents as the intents so far rewrote them. */
  current: Schema;
  readonly tables: Map<string, KnownTable>;
  readonly renames: Map<string, string>;
  readonly answers: readonly Answer[];
}

export function startState(schema: Schema, answers: readonly Answer[]): DesignState {
  const tables = new Map<string, KnownTable>();
  for (const object of schema.objects) {
    if (object.kind !== "table" || object.outline === undefined) continue;
    const [owner = "public", name = ""] = parseName(object.outline.label);
    const fields = new Map(
      object.outline.fields.map((field) => [field.name, { type: field.type, required: field.required, default: field.default ?? null }]),
    );
    tables.set(object.outline.label, { schema: owner, name, base: object.outline.label, fields });
  }
  return { schema, current: schema, tables, renames: new Map(), answers };
}

export function labelOfKnown(table: KnownTable): string {
  return printName([table.schema, table.name]);
}
export function sqlOfKnown(table: KnownTable): string {
  return quoteQualified(table.schema, table.name);
}
export function columnId(table: KnownTable, field: string): string {
  return `column:${printName([table.schema, table.name, field])}`;
}

/** The table of this name, in full or by its last part, under its name now or before. Throws `requirement-invalid` with the nearest name. */
export function findTable(state: DesignState, name: string, intent: string): KnownTable {
  const wanted = printName(parseName(name));
  const exact = state.tables.get(wanted) ?? [...state.tables.values()].find((table) => table.base === wanted);
  if (exact !== undefined) return exact;
  const parts = parseName(name);
  const fitting = [...state.tables.values()].filter(
    (table) => parts.length === 1 && (table.name === parts[0] || parseName(table.base ?? "").at(-1) === parts[0]),
  );
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return only;
  const nearest = findNearest(wanted, [...state.tables.keys()]);
  const why = only === undefined ? "does not exist" : `fits ${fitting.map(labelOfKnown).join(" and ")}`;
  throw new LeadError(
    "requirement-invalid",
    `Intent ${intent}: the object ${name} ${why}.`,
    nearest === undefined ? {} : { hint: `Did you mean ${nearest}?` },
  );
}

export interface KnownPlace {
  readonly table: KnownTable;
  readonly name: string;
  readonly field: KnownField;
}

/** Table and field of a dotted name. Throws `requirement-invalid` where either does not exist. */
export function findField(state: DesignState, dotted: string, intent: string): KnownPlace {
  const { table, name } = splitField(state, dotted, intent);
  const field = table.fields.get(name) ?? table.fields.get(renamedTo(state, table, name));
  const found = table.fields.has(name) ? name : renamedTo(state, table, name);
  if (field !== undefined) return { table, name: found, field };
  const nearest = findNearest(name, [...table.fields.keys()]);
  throw new LeadError(
    "requirement-invalid",
    `Intent ${intent}: ${labelOfKnown(table)} has no field ${name}.`,
    nearest === undefined ? {} : { hint: `Did you mean ${nearest}?` },
  );
}

export function splitField(state: DesignState, dotted: string, intent: string): { readonly table: KnownTable; readonly name: string } {
  const parts = parseName(dotted);
  const name = parts.at(-1);
  if (name === undefined || parts.length < 2)
    throw new LeadError("requirement-invalid", `Intent ${intent}: ${dotted} does not name a field; write object.field.`);
  return { table: findTable(state, printName(parts.slice(0, -1)), intent), name };
}

/** The name that a field of the base has by now. */
function renamedTo(state: DesignState, table: KnownTable, name: string): string {
  const id = state.renames.get(`column:${table.base ?? ""}.${printName([name])}`);
  return id === undefined ? name : (parseName(id.slice("column:".length)).at(-1) ?? name);
}

export function putTable(state: DesignState, table: KnownTable): void {
  state.tables.set(labelOfKnown(table), table);
}
export function putField(state: DesignState, table: KnownTable, name: string, field: KnownField | null): void {
  const fields = new Map(state.tables.get(labelOfKnown(table))?.fields ?? table.fields);
  if (field === null) fields.delete(name);
  else fields.set(name, field);
  putTable(state, { ...table, fields });
}

/** Renames a thing of the base from now on, with all that hangs on it. */
export function renameNow(state: DesignState, before: string, after: string): void {
  state.renames.set(baseIdOf(state, before), after);
  state.current = followRenames(state.current, { [before]: after });
}

/** The name of an id in the base, as far as this requirement renamed it. */
export function baseIdOf(state: DesignState, id: string): string {
  return [...state.renames].find(([, now]) => now === id)?.[0] ?? id;
}

/** Ids of everything that keeps its rows under another name: what is renamed and what hangs on it. */
export function completeMap(state: DesignState): Renames {
  const heads = Object.fromEntries(state.renames);
  return Object.fromEntries(
    state.schema.objects.flatMap((object) => {
      const next = followId(object.id, heads);
      return next === object.id ? [] : [[object.id, next]];
    }),
  );
}

/** The answer that was chosen for a question about an object, by its full or its written name. */
export function answerFor(state: DesignState, kind: QuestionKind, target: string, names: readonly string[]): string | undefined {
  const ids = new Set(names.map((name) => `${kind}/${target}/${name}`));
  return state.answers.findLast((answer) => ids.has(answer.question))?.choose;
}
