import { DatabaseSync } from "node:sqlite";
import type { Schema, SchemaObject } from "../../model/schema.ts";
import { readRawSchema } from "./introspect.ts";
import { schemaOf } from "./normalize.ts";
import { objectKinds, renderObject } from "./objects/kinds.ts";

/**
 * What SQLite itself makes of a schema when statements of our own run on it, in memory and without rows: it rewrites views, triggers and references
 * on a rename better than any text search. Throws what SQLite throws.
 */
export function simulate(schema: Schema, statements: readonly string[]): Schema {
  const database = new DatabaseSync(":memory:", { enableForeignKeyConstraints: false });
  try {
    for (const object of inMakingOrder(schema.objects)) database.exec(renderObject(object));
    for (const statement of statements) database.exec(statement);
    return schemaOf(
      readRawSchema((text) => database.prepare(text).all()),
      schema.version,
    );
  } finally {
    database.close();
  }
}

/** Tables, then indexes, then views and triggers after what they read. */
export function inMakingOrder(objects: readonly SchemaObject[]): readonly SchemaObject[] {
  const sorted = objectKinds.flatMap(({ kind }) => objects.filter((object) => object.kind === kind));
  const byId = new Map(sorted.map((object) => [object.id, object]));
  const placed = new Set<string>();
  const ordered: SchemaObject[] = [];
  const place = (object: SchemaObject): void => {
    if (placed.has(object.id)) return;
    placed.add(object.id);
    if (object.kind === "view") for (const id of object.dependsOn) if (byId.get(id)?.kind === "view") place(byId.get(id) ?? object);
    ordered.push(object);
  };
  for (const object of sorted) place(object);
  return ordered;
}
