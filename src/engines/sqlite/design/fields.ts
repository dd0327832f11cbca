import { LeadError } from "../../../model/error.ts";
import type { Intent, IntentBody } from "../../../model/intent.ts";
import { parseName, printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import { allowedValues } from "../alteration.ts";
import { type ColumnDefinition, columnOrder, indexOf, type TableDefinition, tableOf } from "../definitions.ts";
import { sortAndDedupe } from "../normalize.ts";
import { neutralType } from "../neutral-type.ts";
import { columnsIn, normalizeExpression, quoteName, replaceColumns } from "../tokens.ts";
import { changeTable, type DesignState, literal } from "./state.ts";
import { removeBroken } from "./broken.ts";
import { addIndexOn, addReferenceTo } from "./objects.ts";

type Scalar = string | number | boolean | null;

/** Type of a column in this table: STRICT tables know five types only. */
export function columnType(table: Pick<TableDefinition, "strict">, word: string): { readonly type: string; readonly check: string | null } {
  const neutral = neutralType(word);
  return table.strict && neutral.type === "NUMERIC" ? { ...neutral, type: "REAL" } : neutral;
}

export function checksFor(
  column: string,
  check: string | null,
  values: readonly Scalar[] | undefined,
  type: string,
): TableDefinition["checks"] {
  const quoted = quoteName(column);
  const texts = [
    ...(check === null ? [] : [check.replaceAll("?", quoted)]),
    ...(values === undefined ? [] : [`${quoted} IN (${values.map((value) => literal(value, type)).join(", ")})`]),
  ];
  return texts.map((text) => ({ name: null, expression: normalizeExpression(text) }));
}

export function addField(state: DesignState, intent: Intent, body: IntentBody<"add-field">): void {
  const { object, column } = state.newField(body.field, intent);
  const table = tableOf(object);
  const { type, check } = columnType(table, body.type);
  const fallback = body.default === undefined || body.default === null ? null : literal(body.default, type);
  const definition: ColumnDefinition = { type, notNull: body.required === true, default: fallback, collation: null, generated: null };
  const checks = checksFor(column, check, body.values, type);
  changeTable(
    state,
    object,
    (old) => ({ ...old, columns: { ...old.columns, [column]: definition }, checks: sortAndDedupe([...old.checks, ...checks]) }),
    [column],
  );
  state.blame(intent, table.name, [column]);
  fillRequired(state, intent, body.field, object, column, definition);
  if (body.references !== undefined) addReferenceTo(state, intent, printName([table.name, column]), body.references, undefined);
  if (body.unique === true) addIndexOn(state, intent, { object: table.name, fields: [column], unique: "unique" });
  if (/\d$/.test(column)) remarkRepeating(state, object, column);
}

/** A required field without default takes the answered value in the rows that are there. */
function fillRequired(
  state: DesignState,
  intent: Intent,
  field: string,
  object: SchemaObject,
  column: string,
  definition: ColumnDefinition,
): void {
  if (!definition.notNull || definition.default !== null) return;
  const table = tableOf(object).name;
  const answer = state.answer("required-without-default", intent, field);
  if (answer === undefined) {
    state.remarks.push(
      `${table}.${column} is required and has neither a default nor an answer for the rows that are there: the change stops where there are rows.`,
    );
    return;
  }
  const value = literal(answer, definition.type);
  const isNew = tableOf(object).columns[column] === undefined;
  state.rules.push({
    kind: "fill",
    intent: intent.id,
    object: printName([table]),
    from: isNew ? [] : [column],
    to: [column],
    forward: { [column]: isNew ? value : `coalesce(${quoteName(column)}, ${value})` },
    backward: {},
  });
}

/** phone1, phone2…: a repeating group breaks the first normal form. */
function remarkRepeating(state: DesignState, object: SchemaObject, column: string): void {
  const stem = column.replace(/_?\d+$/, "");
  const siblings = [...columnOrder(object), column].filter(
    (name, index, all) => name.replace(/_?\d+$/, "") === stem && /\d$/.test(name) && all.indexOf(name) === index,
  );
  if (siblings.length < 2) return;
  state.remarks.push(
    `${siblings.join(", ")} of ${tableOf(object).name} are a repeating group: a table of their own with one row per ${stem} holds any number of them (first normal form).`,
  );
}

export function renameField(state: DesignState, intent: Intent, body: IntentBody<"rename-field">): void {
  const { object, column } = state.field(body.field, intent);
  const table = tableOf(object).name;
  const to = parseName(body.to).at(-1) ?? body.to;
  state.newField(printName([table, to]), intent);
  state.run([`ALTER TABLE ${quoteName(table)} RENAME COLUMN ${quoteName(column)} TO ${quoteName(to)}`]);
  state.rules.push({
    kind: "rename",
    intent: intent.id,
    object: printName([table]),
    from: [column],
    to: [to],
    forward: { [to]: quoteName(column) },
    backward: { [column]: quoteName(to) },
  });
  state.blame(intent, table, [column, to]);
}

export function changeField(state: DesignState, intent: Intent, body: IntentBody<"change-field">): void {
  const { object, column, definition } = state.field(body.field, intent);
  const table = tableOf(object);
  const changed = body.type === undefined ? { type: definition.type, check: null } : columnType(table, body.type);
  const notNull = body.required ?? definition.notNull;
  const fallback = body.default === undefined ? definition.default : body.default === null ? null : literal(body.default, changed.type);
  const next: ColumnDefinition = { ...definition, type: changed.type, notNull, default: fallback };
  const isList = (expression: string): boolean =>
    body.values !== undefined && allowedValues({ ...table, checks: [{ name: null, expression }] }, column).length > 0;
  const checks = checksFor(column, changed.check, body.values, changed.type);
  changeTable(state, object, (old) => ({
    ...old,
    columns: { ...old.columns, [column]: next },
    checks: sortAndDedupe([...old.checks.filter((check) => !isList(check.expression)), ...checks]),
  }));
  state.blame(intent, table.name, [column]);
  if (body.using !== undefined) {
    state.rules.push({
      kind: "convert",
      intent: intent.id,
      object: printName([table.name]),
      from: [column],
      to: [column],
      forward: { [column]: body.using },
      backward: body.backward === undefined ? {} : { [column]: body.backward },
    });
  } else if (notNull && !definition.notNull) fillRequired(state, intent, body.field, object, column, next);
  if (body.type !== undefined && changed.type === definition.type) {
    state.remarks.push(
      `${table.name}.${column}: SQLite stores ${body.type} as ${changed.type === "" ? "any type" : changed.type}, which the column already is; declared lengths and widths are not enforced.`,
    );
  }
  if (body.comment !== undefined)
    state.remarks.push(`${table.name}.${column}: SQLite keeps no comments on columns; the text stays in the requirement.`);
}

export function dropField(state: DesignState, intent: Intent, body: IntentBody<"drop-field">): void {
  const { object, column } = state.field(body.field, intent);
  removeColumns(state, intent, object, [column]);
}

/** Takes columns out with everything that holds on to them. */
function removeColumns(state: DesignState, intent: Intent, object: SchemaObject, columns: readonly string[]): void {
  const table = tableOf(object);
  if (columns.length === columnOrder(object).length)
    throw new LeadError("requirement-invalid", `${intent.id}: ${table.name} would have no column left; drop the object instead`);
  const uses = (names: readonly string[]): boolean => names.some((name) => columns.includes(name));
  changeTable(state, object, (old) => ({
    ...old,
    columns: Object.fromEntries(Object.entries(old.columns).filter(([name]) => !columns.includes(name))),
    primaryKey: old.primaryKey !== null && uses(old.primaryKey.columns.map((item) => item.name)) ? null : old.primaryKey,
    uniques: old.uniques.filter((unique) => !uses(unique.columns.map((item) => item.name))),
    checks: old.checks.filter((check) => columnsIn(check.expression, columns).length === 0),
    foreignKeys: old.foreignKeys.filter((key) => !uses(key.columns)),
  }));
  const indexes = state.schema.objects.filter(
    (candidate) =>
      candidate.kind === "index" &&
      candidate.parent === object.id &&
      columnsIn([...indexOf(candidate).columns, indexOf(candidate).where ?? ""].join(" "), columns).length > 0,
  );
  state.removeObjects(indexes.map((index) => index.id));
  for (const index of indexes) state.origins[index.id] = intent.id;
  state.blame(intent, table.name, columns);
  removeBroken(state, intent);
}

export function splitField(state: DesignState, intent: Intent, body: IntentBody<"split-field">): void {
  const { object, column, definition } = state.field(body.field, intent);
  const table = tableOf(object);
  const { type, check } = columnType(table, body.type ?? definition.type);
  const into = body.into.map((name) => parseName(name).at(-1) ?? name);
  requireExpressions(intent, into, body.forward);
  for (const name of into) state.newField(printName([table.name, name]), intent);
  const optional = (body.optional ?? []).map((name) => parseName(name).at(-1) ?? name);
  const added = Object.fromEntries(
    into.map((name): [string, ColumnDefinition] => [
      name,
      { type, notNull: definition.notNull && !optional.includes(name), default: null, collation: definition.collation, generated: null },
    ]),
  );
  const checks = into.flatMap((name) => checksFor(name, check, undefined, type));
  changeTable(
    state,
    object,
    (old) => ({ ...old, columns: { ...old.columns, ...added }, checks: sortAndDedupe([...old.checks, ...checks]) }),
    into,
  );
  removeColumns(state, intent, state.table(table.name, intent), [column]);
  state.blame(intent, table.name, into);
  state.rules.push({
    kind: "split",
    intent: intent.id,
    object: printName([table.name]),
    from: [column],
    to: into,
    forward: plainKeys(body.forward),
    backward: { [column]: body.backward },
  });
  state.decide(intent, {
    slug: `split-${table.name}-${column}`,
    title: `${table.name}.${column} becomes ${into.join(" and ")}`,
    context: `${column} holds more than one fact, so no query can use or constrain one of them alone.`,
    choice: `Columns ${into.join(", ")} of type ${type}, ${definition.notNull ? "required as the old one was" : "optional as the old one was"}.`,
    because: ["Each column holds one fact (first normal form).", "The way back is declared and tried on the rows."],
    rejected: [{ alternative: "generated columns over the old one", reason: "The parts could not be written on their own." }],
  });
}

export function mergeFields(state: DesignState, intent: Intent, body: IntentBody<"merge-fields">): void {
  const object = state.table(body.object, intent);
  const table = tableOf(object);
  const fields = body.fields.map((name) => state.field(printName([table.name, parseName(name).at(-1) ?? name]), intent));
  const into = parseName(body.into).at(-1) ?? body.into;
  state.newField(printName([table.name, into]), intent);
  const { type, check } = columnType(table, body.type ?? fields[0]?.definition.type ?? "text");
  const from = fields.map((field) => field.column);
  requireExpressions(intent, from, body.backward);
  const notNull = fields.every((field) => field.definition.notNull);
  const merged: ColumnDefinition = { type, notNull, default: null, collation: null, generated: null };
  changeTable(
    state,
    object,
    (old) => ({
      ...old,
      columns: { ...old.columns, [into]: merged },
      checks: sortAndDedupe([...old.checks, ...checksFor(into, check, undefined, type)]),
    }),
    [into],
  );
  removeColumns(state, intent, state.table(table.name, intent), from);
  state.blame(intent, table.name, [into]);
  state.rules.push({
    kind: "merge",
    intent: intent.id,
    object: printName([table.name]),
    from,
    to: [into],
    forward: { [into]: body.forward },
    backward: plainKeys(body.backward),
  });
}

function plainKeys(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(record).map(([name, expression]) => [parseName(name).at(-1) ?? name, expression]));
}

function requireExpressions(intent: Intent, names: readonly string[], given: Readonly<Record<string, string>>): void {
  const known = plainKeys(given);
  const missing = names.filter((name) => known[name] === undefined);
  if (missing.length > 0) throw new LeadError("requirement-invalid", `${intent.id}: no expression for ${missing.join(", ")}`);
}

/** A rule's text with columns spelled as the table spells them. */
export function inColumns(table: TableDefinition, expression: string): string {
  const names = Object.keys(table.columns);
  const spelled = replaceColumns(expression, (name) => {
    const column = names.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    return column === undefined ? undefined : quoteName(column);
  });
  return normalizeExpression(spelled);
}
