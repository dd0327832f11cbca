import type { SchemaObject } from "../../../model/schema.ts";
import type { IndexDefinition } from "../definitions.ts";
import { define } from "./draft.ts";

export function createIndexSql(object: SchemaObject): string {
  return define<IndexDefinition>(object).text;
}
