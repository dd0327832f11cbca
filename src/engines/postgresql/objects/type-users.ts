import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { define } from "./draft.ts";
import { findObject } from "./surroundings.ts";

export interface TypedColumn {
  readonly id: string;
  readonly column: ColumnDefinition;
}

/** Columns that are of a type, or of an array of it, before and after. Generated columns follow what they are made of. */
export function columnsOfType(id: string, schema: Schema, other: Schema): readonly TypedColumn[] {
  return schema.objects
    .filter(
      (object) =>
        object.kind === "column" && object.dependsOn.includes(id) && findObject(other, object.id)?.dependsOn.includes(id) === true,
    )
    .map((object) => ({ id: object.id, column: define<ColumnDefinition>(object) }))
    .filter(({ column }) => column.generated === null);
}

/** What else is made with a type: views, functions, other types. */
export function holdersOfType(id: string, schema: Schema): readonly SchemaObject[] {
  return schema.objects.filter(
    (object) => object.dependsOn.includes(id) && !/^(column|table|constraint|grant|comment|security-label)$/.test(object.kind),
  );
}

export function tablesOf(columns: readonly TypedColumn[]): readonly string[] {
  return [...new Set(columns.map(({ column }) => printName([column.schema, column.table])))];
}
