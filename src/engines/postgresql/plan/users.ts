import type { Schema, SchemaObject } from "../../../model/schema.ts";

const indexes = new WeakMap<Schema, ReadonlyMap<string, readonly SchemaObject[]>>();

/** Objects that use the object `id` or stand on it. Cost: one pass over the schema, once. */
export function usersOf(schema: Schema, id: string): readonly SchemaObject[] {
  const index = indexes.get(schema) ?? readUsers(schema);
  indexes.set(schema, index);
  return index.get(id) ?? [];
}

function readUsers(schema: Schema): ReadonlyMap<string, readonly SchemaObject[]> {
  const users = new Map<string, SchemaObject[]>();
  for (const object of schema.objects) {
    const used = object.parent === undefined ? object.dependsOn : [...object.dependsOn, object.parent];
    for (const id of new Set(used)) {
      const list = users.get(id);
      if (list === undefined) users.set(id, [object]);
      else list.push(object);
    }
  }
  return users;
}
