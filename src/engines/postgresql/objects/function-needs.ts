import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { FunctionDefinition } from "../definitions.ts";
import { define } from "./draft.ts";
import { childrenOf, findObject } from "./surroundings.ts";

/**
 * What must be there before a function: all it uses, but for what needs the function itself (the table whose default calls it), because most languages
 * bind a body when it runs; SQL is checked when it is made. Cost: one walk over the function's dependencies.
 */
export function withoutRing(object: SchemaObject, schema: Schema): readonly string[] {
  if (define<FunctionDefinition>(object).language === "sql") return object.dependsOn;
  return object.dependsOn.filter((id) => !reaches(id, object.id, schema));
}

function reaches(start: string, goal: string, schema: Schema): boolean {
  const [seen, queue] = [new Set<string>(), [start]];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at === goal) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    const object = findObject(schema, at);
    if (object === undefined) continue;
    queue.push(...object.dependsOn);
    // A table is made along with its columns and checks.
    if (object.kind === "table")
      queue.push(...childrenOf(schema, at).flatMap((child) => (child.kind === "column" || child.kind === "constraint" ? [child.id] : [])));
  }
  return false;
}

/**
 * Whether a policy, trigger or check of a table calls a function that uses the table: then neither can be dropped first with the other in place, and
 * the child is dropped on its own.
 */
export function callsBack(object: SchemaObject, schema: Schema): boolean {
  const { parent } = object;
  if (parent === undefined || !["policy", "trigger", "constraint"].includes(object.kind)) return false;
  return object.dependsOn.some((id) => id.startsWith("function:") && reaches(id, parent, schema));
}
