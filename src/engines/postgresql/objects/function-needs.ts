import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ColumnDefinition, FunctionDefinition } from "../definitions.ts";
import { isPartOfTable } from "./constraint-text.ts";
import { define, storable } from "./draft.ts";
import { childrenOf, findObject } from "./surroundings.ts";

/** A body of the standard's own form is bound when the function is made, a text when it runs. */
function isText(definition: FunctionDefinition): boolean {
  return definition.language !== "sql" || /\nAS [\s\S]*\$/.test(definition.text);
}

/**
 * What must be there before a function: all it uses, but for what needs the function itself (the table whose default calls it), because a text is bound
 * when it runs. Cost: one walk over the function's dependencies.
 */
export function withoutRing(object: SchemaObject, schema: Schema): readonly string[] {
  if (!isText(define<FunctionDefinition>(object))) return object.dependsOn;
  return object.dependsOn.filter((id) => !reaches(id, object.id, schema));
}

/** Makes the function; SQL is checked when it is made, which a ring of uses cannot pass. */
export function creationSql(object: SchemaObject, schema: Schema): readonly string[] {
  const definition = define<FunctionDefinition>(object);
  const isRing = definition.language === "sql" && isText(definition) && object.dependsOn.some((id) => reaches(id, object.id, schema));
  return isRing ? ["SET check_function_bodies = off", definition.text, "RESET check_function_bodies"] : [definition.text];
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
    // A table is made along with its columns and most checks.
    if (object.kind === "table")
      queue.push(...childrenOf(schema, at).flatMap((child) => (child.kind === "column" || isMadeAlong(child) ? [child.id] : [])));
  }
  return false;
}

function isMadeAlong(child: SchemaObject): boolean {
  return child.kind === "constraint" && isPartOfTable(child);
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

/**
 * Whether the default of a column calls a function whose body is bound to the column's own table: the table is there before the function, and the
 * function before the default.
 */
export function isDefaultedLate(column: SchemaObject, schema: Schema): boolean {
  const { parent } = column;
  if (column.kind !== "column" || parent === undefined || define<ColumnDefinition>(column).default === null) return false;
  return column.dependsOn.some((id) => {
    const called = id.startsWith("function:") ? findObject(schema, id) : undefined;
    return called !== undefined && !isText(define<FunctionDefinition>(called)) && reaches(id, parent, schema);
  });
}

/** The column as its table is made with. */
export function withoutLateDefault(column: SchemaObject, schema: Schema): SchemaObject {
  if (!isDefaultedLate(column, schema)) return column;
  const dependsOn = column.dependsOn.filter((id) => !id.startsWith("function:"));
  return { ...column, dependsOn, definition: storable({ ...define<ColumnDefinition>(column), default: null }) };
}
