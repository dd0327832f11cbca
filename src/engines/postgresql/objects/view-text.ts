import type { SchemaObject } from "../../../model/schema.ts";
import type { ViewDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { asideOf, define } from "./draft.ts";

export function createViewSql(object: SchemaObject, verb = "CREATE"): readonly string[] {
  const view = define<ViewDefinition>(object);
  const kind = object.kind === "view" ? "VIEW" : "MATERIALIZED VIEW";
  const head = `${verb} ${kind} ${quoteQualified(view.schema, view.name)}`;
  const columns = namesItsColumns(view) ? ` (${view.columns.map(quoteName).join(", ")})` : "";
  const method = view.accessMethod === null ? "" : ` USING ${quoteName(view.accessMethod)}`;
  const options = view.options.length === 0 ? "" : ` WITH (${view.options.join(", ")})`;
  const tablespace = view.tablespace === null ? "" : ` TABLESPACE ${quoteName(view.tablespace)}`;
  const rows = asideOf(object)["populated"] === false ? "\nWITH NO DATA" : "";
  return [
    `${head}${columns}${method}${options}${tablespace} AS\n${view.query}${rows}`,
    ...view.defaults.map((one) => defaultSql(view, one.column, one.default)),
  ];
}

/** The server prints the names of outputs in the query, but not where nothing can be named (a bare VALUES). */
function namesItsColumns(view: ViewDefinition): boolean {
  return /^\s*VALUES\b/i.test(view.query) && view.columns.some((column, index) => column !== `column${index + 1}`);
}

export function defaultSql(view: ViewDefinition, column: string, value: string | null): string {
  const change = value === null ? "DROP DEFAULT" : `SET DEFAULT ${value}`;
  return `ALTER VIEW ${quoteQualified(view.schema, view.name)} ALTER COLUMN ${quoteName(column)} ${change}`;
}

export function dropViewSql(object: SchemaObject): string {
  const view = define<ViewDefinition>(object);
  return `DROP ${object.kind === "view" ? "VIEW" : "MATERIALIZED VIEW"} ${quoteQualified(view.schema, view.name)}`;
}
