import { printCanonical, type JsonValue } from "../../model/json.ts";
import { printName } from "../../model/name.ts";
import type { Field, Outline, Schema, SchemaObject } from "../../model/schema.ts";
import {
  type ForeignKeyDefinition,
  type IndexDefinition,
  type KeyColumn,
  rowidAlias,
  type TableDefinition,
  type TriggerDefinition,
  type ViewDefinition,
} from "./definitions.ts";
import type { RawSchema } from "./introspect.ts";
import { readTable, type TableText } from "./table-text.ts";
import {
  closingOf,
  isKeyword,
  isMark,
  isName,
  printExpression,
  printTokens,
  quoteName,
  readTokens,
  replaceColumns,
  splitList,
  type Token,
} from "./tokens.ts";

/** A row of `sqlite_schema` with a text. */
export interface RawObject {
  readonly type: "table" | "index" | "view" | "trigger";
  readonly name: string;
  readonly table: string;
  readonly text: string;
}
/** A row of `pragma_table_xinfo` of a table or view. */
export interface RawColumn {
  readonly object: string;
  readonly name: string;
  readonly type: string;
}

/** A schema in the engine's own spelling. */
export function schemaOf(raw: RawSchema, version: string): Schema {
  return { engine: "sqlite", version, objects: normalizeObjects(raw.objects, raw.columns), unmodelled: raw.unmodelled };
}

/** Objects in the engine's own spelling. Texts that make nothing modelled are left out. Cost: linear in texts, plus names per view and trigger. */
function normalizeObjects(raw: readonly RawObject[], columns: readonly RawColumn[]): readonly SchemaObject[] {
  const texts = new Map<string, TableText>();
  for (const row of raw) {
    const read = row.type === "table" ? readTable(row.text) : null;
    if (read !== null) texts.set(row.name.toLowerCase(), { ...read, definition: { ...read.definition, name: row.name } });
  }
  const known = new Map(
    raw.flatMap((row) =>
      row.type === "table" || row.type === "view" ? [[row.name.toLowerCase(), idOf(row.type, row.name)] as const] : [],
    ),
  );
  const fieldsOf = Map.groupBy(columns, (column) => column.object.toLowerCase());
  return raw.flatMap((row): readonly SchemaObject[] => {
    const text = texts.get(row.name.toLowerCase());
    if (row.type === "table") return text === undefined ? [] : [tableObject(text, texts)];
    if (row.type === "index") return [indexObject(row, texts.get(row.table.toLowerCase()))];
    if (row.type === "view") return [viewObject(row, fieldsOf.get(row.name.toLowerCase()) ?? [], known)];
    return [triggerObject(row, known)];
  });
}

export function idOf(kind: string, name: string): string {
  return `${kind}:${printName([name])}`;
}

/** A column has no object of its own; `renames` and `origins` name it so. */
export function columnId(table: string, column: string): string {
  return `column:${printName([table, column])}`;
}

function tableObject(text: TableText, texts: ReadonlyMap<string, TableText>): SchemaObject {
  const definition = normalizeTable(text, texts);
  const dependsOn = [...new Set(definition.foreignKeys.map((key) => idOf("table", key.table)))].filter(
    (id) => id !== idOf("table", definition.name),
  );
  return tableAsObject(definition, text.order, dependsOn);
}

/** The object of a table whose definition is known; `order` is the order of its columns. */
export function tableAsObject(definition: TableDefinition, order: readonly string[], dependsOn: readonly string[]): SchemaObject {
  return { id: idOf("table", definition.name), kind: "table", dependsOn, outline: outlineOf(definition, order), definition };
}

function normalizeTable({ definition, order }: TableText, texts: ReadonlyMap<string, TableText>): TableDefinition {
  const spelled = (name: string): string => order.find((column) => column.toLowerCase() === name.toLowerCase()) ?? name;
  const expression = (text: string): string => printExpression(readTokens(replaceColumns(text, (name) => quoteIfColumn(order, name))));
  const keyColumns = (columns: readonly KeyColumn[]): readonly KeyColumn[] =>
    columns.map((column) => {
      const name = spelled(column.name);
      return { ...column, name, collation: column.collation === definition.columns[name]?.collation ? null : column.collation };
    });
  const primaryKey =
    definition.primaryKey === null ? null : { ...definition.primaryKey, columns: keyColumns(definition.primaryKey.columns) };
  const named = { ...definition, primaryKey };
  const implied = new Set(named.withoutRowid || named.strict ? primaryKey?.columns.map((column) => column.name) : []);
  const alias = rowidAlias(named);
  if (alias !== null) implied.add(alias);
  const columns = Object.entries(definition.columns).map(([name, column]) => [
    name,
    {
      ...column,
      notNull: column.notNull || implied.has(name),
      generated: column.generated === null ? null : { ...column.generated, expression: expression(column.generated.expression) },
    },
  ]);
  return {
    ...named,
    columns: Object.fromEntries(columns) as TableDefinition["columns"],
    uniques: sortAndDedupe(definition.uniques.map((unique) => ({ ...unique, columns: keyColumns(unique.columns) }))),
    checks: sortAndDedupe(definition.checks.map((check) => ({ ...check, expression: expression(check.expression) }))),
    foreignKeys: sortAndDedupe(
      definition.foreignKeys.map((key) => resolveReference({ ...key, columns: key.columns.map(spelled) }, definition.name, texts)),
    ),
  };
}

function quoteIfColumn(order: readonly string[], name: string): string | undefined {
  const column = order.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return column === undefined ? undefined : quoteName(column);
}

/** Names of the parent as it spells them; its primary key where the text names no columns. */
function resolveReference(key: ForeignKeyDefinition, self: string, texts: ReadonlyMap<string, TableText>): ForeignKeyDefinition {
  const parent = texts.get(key.table.toLowerCase());
  if (parent === undefined) return key.table.toLowerCase() === self.toLowerCase() ? { ...key, table: self } : key;
  const targets =
    key.targetColumns.length > 0 ? key.targetColumns : (parent.definition.primaryKey?.columns.map((column) => column.name) ?? []);
  const targetColumns = targets.map((name) => parent.order.find((column) => column.toLowerCase() === name.toLowerCase()) ?? name);
  return { ...key, table: parent.definition.name, targetColumns };
}

export function sortAndDedupe<Item extends JsonValue>(items: readonly Item[]): readonly Item[] {
  const byText = new Map(items.map((item) => [printCanonical(item), item]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

function outlineOf(table: TableDefinition, order: readonly string[]): Outline {
  const fields = order.flatMap((name): readonly Field[] => {
    const column = table.columns[name];
    if (column === undefined) return [];
    const extra = {
      ...(column.default === null ? {} : { default: column.default }),
      ...(column.generated === null ? {} : { generated: column.generated.expression }),
    };
    return [{ name, type: column.type, required: column.notNull, ...extra }];
  });
  const names = (columns: readonly KeyColumn[]): readonly string[] => columns.map((column) => column.name);
  const primary =
    table.primaryKey === null
      ? []
      : [{ name: table.primaryKey.name ?? "primary key", kind: "primary" as const, fields: names(table.primaryKey.columns) }];
  const uniques = table.uniques.map((unique) => ({
    name: unique.name ?? `unique (${names(unique.columns).join(", ")})`,
    kind: "unique" as const,
    fields: names(unique.columns),
  }));
  const references = table.foreignKeys.map((key) => ({
    name: key.name ?? `foreign key (${key.columns.join(", ")})`,
    fields: key.columns,
    object: printName([key.table]),
    targetFields: key.targetColumns,
  }));
  return { label: printName([table.name]), fields, keys: [...primary, ...uniques], references };
}

function indexObject(row: RawObject, table: TableText | undefined): SchemaObject {
  const tokens = readTokens(row.text);
  const on = tokens.findIndex((token) => isKeyword(token, "on"));
  const open = tokens.findIndex((token, index) => index > on && isMark(token, "("));
  const close = closingOf(tokens, open);
  const whereAt = isKeyword(tokens[close + 1], "where") ? close + 2 : -1;
  const order = table?.order ?? [];
  const spell = (part: readonly Token[]): string =>
    printTokens(readTokens(replaceColumns(printTokens(part), (name) => quoteIfColumn(order, name))));
  const definition: IndexDefinition = {
    name: row.name,
    table: table?.definition.name ?? row.table,
    unique: isKeyword(tokens[1], "unique"),
    columns: splitList(tokens.slice(open + 1, close)).map((part) => spell(isKeyword(part.at(-1), "asc") ? part.slice(0, -1) : part)),
    where: whereAt < 0 ? null : printExpression(readTokens(spell(tokens.slice(whereAt)))),
  };
  const parent = idOf("table", definition.table);
  return { id: idOf("index", row.name), kind: "index", parent, dependsOn: [parent], definition };
}

function viewObject(row: RawObject, fields: readonly RawColumn[], known: ReadonlyMap<string, string>): SchemaObject {
  const tokens = readTokens(row.text);
  const as = tokens.findIndex((token) => isKeyword(token, "as"));
  const open = tokens.findIndex((token) => isMark(token, "("));
  const hasColumns = open >= 0 && open < as;
  const definition: ViewDefinition = {
    name: row.name,
    columns: hasColumns ? splitList(tokens.slice(open + 1, as - 1)).map((part) => part[0]?.value ?? "") : null,
    query: printTokens(tokens.slice(as + 1)),
  };
  const outline: Outline = {
    label: printName([row.name]),
    fields: fields.map((field) => ({ name: field.name, type: field.type.toUpperCase(), required: false })),
    keys: [],
    references: [],
  };
  return { id: idOf("view", row.name), kind: "view", dependsOn: namesIn(tokens.slice(as), known, row.name), outline, definition };
}

function triggerObject(row: RawObject, known: ReadonlyMap<string, string>): SchemaObject {
  const tokens = readTokens(row.text);
  const on = tokens.findIndex((token, index) => index > 2 && isKeyword(token, "on"));
  const begin = tokens.findIndex((token, index) => index > on && isKeyword(token, "begin"));
  const header = tokens.slice(0, on);
  const eventAt = header.findIndex(
    (token, index) => index > 2 && isKeyword(token, "before", "after", "instead", "delete", "insert", "update"),
  );
  const isTimed = !isKeyword(header[eventAt], "delete", "insert", "update");
  const event = printTokens(header.slice(eventAt));
  const when = tokens.findIndex((token, index) => index > on && index < begin && isKeyword(token, "when"));
  const definition: TriggerDefinition = {
    name: row.name,
    table: row.table,
    event: isTimed ? event : `BEFORE ${event}`,
    when: when < 0 ? null : printExpression(tokens.slice(when + 1, begin)),
    body: splitBody(
      tokens.slice(
        begin + 1,
        tokens.findLastIndex((token) => isKeyword(token, "end")),
      ),
    ),
  };
  const parent = known.get(row.table.toLowerCase()) ?? idOf("table", row.table);
  const dependsOn = [...new Set([parent, ...namesIn(tokens.slice(begin), known, "")])];
  return { id: idOf("trigger", row.name), kind: "trigger", parent, dependsOn, definition };
}

function splitBody(tokens: readonly Token[]): readonly string[] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    if (isMark(token, ";")) statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements.filter((statement) => statement.length > 0).map(printTokens);
}

/** Ids of tables and views whose name stands in a body; a column of the same name counts too, which only makes the order stricter. */
function namesIn(tokens: readonly Token[], known: ReadonlyMap<string, string>, self: string): readonly string[] {
  const ids = tokens.flatMap((token, index) => {
    const id = isName(token) && !isMark(tokens[index - 1], ".") ? known.get(token.value.toLowerCase()) : undefined;
    return id === undefined || token.value.toLowerCase() === self.toLowerCase() ? [] : [id];
  });
  return [...new Set(ids)].sort();
}
