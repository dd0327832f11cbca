import type { SchemaObject } from "../../../model/schema.ts";
import type { ViewDefinition } from "../definitions.ts";
import { quoteQualified } from "../quote.ts";
import { define } from "./draft.ts";

export function createViewSql(object: SchemaObject, verb = "CREATE"): string {
  const view = define<ViewDefinition>(object);
  const options = view.options.length === 0 ? "" : ` WITH (${view.options.join(", ")})`;
  const kind = object.kind === "view" ? "VIEW" : "MATERIALIZED VIEW";
  return `${verb} ${kind} ${quoteQualified(view.schema, view.name)}${options} AS\n${view.query}`;
}

export function dropViewSql(object: SchemaObject): string {
  const view = define<ViewDefinition>(object);
  return `DROP ${object.kind === "view" ? "VIEW" : "MATERIALIZED VIEW"} ${quoteQualified(view.schema, view.name)}`;
}
