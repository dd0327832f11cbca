import { LeadError } from "../../../model/error.ts";
import type { Intent } from "../../../model/intent.ts";
import { findNearest, parseName, printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { DataRule, Decision, DesignRequest } from "../../engine.ts";
import { affinityOf } from "../alteration.ts";
import { type ColumnDefinition, columnOrder, type TableDefinition, tableOf, tablesOf } from "../definitions.ts";
import { simulate } from "../memory.ts";
import { columnId, idOf, tableAsObject } from "../normalize.ts";
import { quoteText } from "../tokens.ts";

/** The desired schema while intents are worked in, one after the other. */
export class DesignState {
  readonly request: DesignRequest;
  schema: Schema;
  readonly renames: Record<string, string> = {};
  readonly rules: DataRule[] = [];
  readonly decisions: Decision[] = [];
  readonly remarks: string[] = [];
  readonly origins: Record<string, string> = {};

  constructor(request: DesignRequest) {
    this.request = request;
    this.schema = request.schema;
  }

  /** Throws `requirement-invalid` naming the nearest table. */
  table(name: string, intent: Intent): SchemaObject {
    const last = parseName(name).at(-1) ?? name;
    const tables = tablesOf(this.schema);
    const renamed = this.renames[idOf("table", last)];
    const found = tables.find((object) => tableOf(object).name.toLowerCase() === last.toLowerCase() || object.id === renamed);
    if (found !== undefined) return found;
    const nearest = findNearest(
      last,
      tables.map((object) => tableOf(object).name),
    );
    throw new LeadError(
      "requirement-invalid",
      `${intent.id}: there is no table ${name}`,
      nearest === undefined ? {} : { hint: `Did you mean ${nearest}?` },
    );
  }

  /** Throws `requirement-invalid` naming the nearest column. */
  field(name: string, intent: Intent): { readonly object: SchemaObject; readonly column: string; readonly definition: ColumnDefinition } {
    const parts = parseName(name);
    const object = this.table(printName(parts.slice(0, -1)), intent);
    const wanted = parts.at(-1) ?? "";
    const table = tableOf(object);
    const column =
      Object.keys(table.columns).find((candidate) => candidate.toLowerCase() === wanted.toLowerCase()) ??
      this.#renamedColumn(table.name, wanted);
    const definition = column === undefined ? undefined : table.columns[column];
    if (column !== undefined && definition !== undefined) return { object, column, definition };
    const nearest = findNearest(wanted, Object.keys(table.columns));
    throw new LeadError(
      "requirement-invalid",
      `${intent.id}: ${table.name} has no column ${wanted}`,
      nearest === undefined ? {} : { hint: `Did you mean ${table.name}.${nearest}?` },
    );
  }

  #renamedColumn(table: string, name: string): string | undefined {
    return this.rules.find((rule) => rule.kind === "rename" && rule.object === printName([table]) && rule.from[0] === name)?.to[0];
  }

  /** Table and last part of a dotted name of something that is to be made. */
  newField(name: string, intent: Intent): { readonly object: SchemaObject; readonly column: string } {
    const parts = parseName(name);
    const object = this.table(printName(parts.slice(0, -1)), intent);
    const column = parts.at(-1) ?? "";
    const taken = Object.keys(tableOf(object).columns).some((candidate) => candidate.toLowerCase() === column.toLowerCase());
    if (taken || column === "")
      throw new LeadError("requirement-invalid", `${intent.id}: ${tableOf(object).name} already has a column ${column}`);
    return { object, column };
  }

  putTable(definition: TableDefinition, order: readonly string[]): void {
    const dependsOn = [...new Set(definition.foreignKeys.map((key) => idOf("table", key.table)))].filter(
      (id) => id !== idOf("table", definition.name),
    );
    this.putObject(tableAsObject(definition, order, dependsOn));
  }
  putObject(object: SchemaObject): void {
    const exists = this.schema.objects.some((candidate) => candidate.id === object.id);
    const objects = exists
      ? this.schema.objects.map((candidate) => (candidate.id === object.id ? object : candidate))
      : [...this.schema.objects, object];
    this.schema = { ...this.schema, objects };
  }
  removeObjects(ids: readonly string[]): void {
    this.schema = { ...this.schema, objects: this.schema.objects.filter((object) => !ids.includes(object.id)) };
  }

  /** Lets SQLite itself carry a rename through. */
  run(statements: readonly string[]): void {
    this.schema = simulate(this.schema, statements);
  }

  answer(kind: string, intent: Intent, object: string): string | undefined {
    const wanted = `${kind}/${intent.body.target ?? ""}/${object}`;
    return this.request.answers.find((answer) => answer.question === wanted)?.choose;
  }

  blame(intent: Intent, table: string, columns: readonly string[]): void {
    this.origins[idOf("table", table)] ??= intent.id;
    for (const column of columns) this.origins[columnId(table, column)] = intent.id;
  }

  decide(intent: Intent, decision: Omit<Decision, "intent">): void {
    this.decisions.push({ ...decision, intent: intent.id });
  }
}

export function changeTable(
  state: DesignState,
  object: SchemaObject,
  change: (table: TableDefinition) => TableDefinition,
  added: readonly string[] = [],
): void {
  const definition = change(tableOf(object));
  const order = [...columnOrder(object), ...added].filter((name) => definition.columns[name] !== undefined);
  state.putTable(definition, order);
}

/** A value of a requirement as SQLite writes it for a column of this type. */
export function literal(value: string | number | boolean | null, type: string): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "1" : "0";
  if (typeof value === "number") return affinityOf(type) === "TEXT" ? quoteText(String(value)) : String(value);
  const isNumber = affinityOf(type) !== "TEXT" && affinityOf(type) !== "BLOB" && /^[+-]?\d+(?:\.\d+)?$/.test(value);
  if (isNumber) return value;
  return affinityOf(type) === "INTEGER" && /^(?:true|false)$/.test(value) ? (value === "true" ? "1" : "0") : quoteText(value);
}
