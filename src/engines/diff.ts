import type { Change } from "../model/change.ts";
import { isEqualJson } from "../model/json.ts";
import type { Schema } from "../model/schema.ts";

/**
 * Compares two schemas by id and definition. `renames` maps ids before to ids after; a renamed object is compared under its new id.
 * Cost: linear in the number of objects.
 */
export function compareSchemas(from: Schema, to: Schema, renames: Readonly<Record<string, string>> = {}): readonly Change[] {
  const after = new Map(to.objects.map((object) => [object.id, object]));
  const before = new Map(from.objects.map((object) => [object.id, object]));
  const changes: Change[] = [];
  const met = new Set<string>();
  for (const object of from.objects) {
    const renamedTo = renames[object.id];
    const counterpart = after.get(renamedTo ?? object.id);
    if (counterpart === undefined || met.has(counterpart.id)) {
      changes.push({ kind: "drop", object });
      continue;
    }
    met.add(counterpart.id);
    if (renamedTo !== undefined && renamedTo !== object.id) changes.push({ kind: "rename", from: object, to: counterpart });
    else if (!isEqualJson(object.definition, counterpart.definition)) changes.push({ kind: "modify", from: object, to: counterpart });
  }
  for (const object of to.objects) {
    if (!met.has(object.id) && !(before.has(object.id) && renames[object.id] === undefined)) changes.push({ kind: "add", object });
  }
  return changes;
}
