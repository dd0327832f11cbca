import type { SchemaObject } from "./schema.ts";

/** One difference between two schemas. A rename keeps the rows; when more than the name differs, `from` and `to` tell. */
export type Change =
  | { readonly kind: "add"; readonly object: SchemaObject }
  | { readonly kind: "drop"; readonly object: SchemaObject }
  | { readonly kind: "modify"; readonly from: SchemaObject; readonly to: SchemaObject }
  | { readonly kind: "rename"; readonly from: SchemaObject; readonly to: SchemaObject };

/** The id after the change, or before it for a drop. */
export function idOfChange(change: Change): string {
  switch (change.kind) {
    case "add":
    case "drop":
      return change.object.id;
    case "modify":
    case "rename":
      return change.to.id;
  }
}
