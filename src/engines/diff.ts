import type { Change } from "../model/change.ts";
import { isEqualJson } from "../model/json.ts";
import type { Schema } from "../model/schema.ts";

/**
 * Compares two schemas by id and definition. `renames` maps ids before to ids after; a renamed object is compared under its new id.
 * Cost: linear in the number of objects.
 */
export function compareSchemas(from: Schema, to: Schema, renames: Readonly<Record<string, string>> = {}): readonly Change[] {
  const find = finderIn(to);
  const met = new Uint8Array(to.objects.length);
  const changes: Change[] = [];
  for (const object of from.objects) {
    const renamedTo = renames[object.id];
    const at = find(renamedTo ?? object.id);
    const counterpart = to.objects[at];
    if (counterpart === undefined || met[at] === 1) {
      changes.push({ kind: "drop", object });
      continue;
    }
    met[at] = 1;
    if (renamedTo !== undefined && renamedTo !== object.id) changes.push({ kind: "rename", from: object, to: counterpart });
    else if (!isEqualJson(object.definition, counterpart.definition)) changes.push({ kind: "modify", from: object, to: counterpart });
  }
  for (const [at, object] of to.objects.entries()) if (met[at] === 0) changes.push({ kind: "add", object });
  return changes;
}

/** Places of objects by id, −1 where there is none. Two readings of one database stand in the same order: then no index is made. */
function finderIn({ objects }: Schema): (id: string) => number {
  let index: ReadonlyMap<string, number> | null = null;
  let next = 0;
  return (id) => {
    if (objects[next]?.id !== id) {
      index ??= new Map(objects.map((object, at) => [object.id, at]));
      const at = index.get(id);
      if (at === undefined) return -1;
      next = at;
    }
    next += 1;
    return next - 1;
  };
}
