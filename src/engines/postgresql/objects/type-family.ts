import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { define } from "./draft.ts";
import { findObject } from "./surroundings.ts";
import type { TypedColumn } from "./type-users.ts";

/** Kinds of types that are made of other types. */
const made: ReadonlySet<string> = new Set(["domain", "composite-type", "range-type"]);

/**
 * Types made of the type `id`, directly or through others, that both schemas have: none can stay when it is made anew. What others are made of comes first.
 * Cost: one pass over the schema a member.
 */
export function familyOf(id: string, schema: Schema, other: Schema): readonly SchemaObject[] {
  const types = schema.objects.filter((object) => made.has(object.kind) && findObject(other, object.id) !== undefined);
  const [members, placed] = [new Set([id]), [] as SchemaObject[]];
  for (let isGrowing = true; isGrowing; ) {
    const next = types.filter((type) => !members.has(type.id) && type.dependsOn.some((used) => members.has(used)));
    for (const type of next) members.add(type.id);
    placed.push(...next);
    isGrowing = next.length > 0;
  }
  const sorted: SchemaObject[] = [];
  const visit = (type: SchemaObject): void => {
    if (sorted.includes(type)) return;
    for (const used of placed) if (used !== type && type.dependsOn.includes(used.id)) visit(used);
    sorted.push(type);
  };
  for (const type of placed) visit(type);
  return sorted;
}

/** Columns of any of the types `ids`, or of arrays of them, in both schemas; those that are inherited or generated follow by themselves. */
export function columnsOfFamily(ids: readonly string[], schema: Schema, other: Schema): readonly TypedColumn[] {
  const members = new Set(ids);
  const isOf = (object: SchemaObject | undefined): boolean => object?.dependsOn.some((used) => members.has(used)) === true;
  return schema.objects
    .filter((object) => object.kind === "column" && isOf(object) && isOf(findObject(other, object.id)))
    .map((object) => ({ id: object.id, column: define<ColumnDefinition>(object) }))
    .filter(({ column }) => column.generated === null && !column.inherited);
}
