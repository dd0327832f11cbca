import type { SchemaObject } from "../../../model/schema.ts";

/** Kinds whose expressions the server stores: it notes the function or the type of a cast in them, not the cast. */
const expressing =
  /^(view|materialized-view|column|constraint|index|policy|trigger|rule|domain|statistics|publication-member|function|aggregate)$/;

/** Per object the casts that its expressions may go through: those whose function, or whose types where there is none, it uses. Cost: linear in the uses. */
export function castUses(objects: readonly SchemaObject[]): ReadonlyMap<string, ReadonlySet<string>> {
  const casts = objects.filter(({ kind }) => kind === "cast");
  const uses = new Map<string, Set<string>>();
  if (casts.length === 0) return uses;
  const byId = new Map(objects.map((object) => [object.id, object]));
  for (const cast of casts) {
    const functions = cast.dependsOn.filter((id) => id.startsWith("function:"));
    const marks = new Set(functions.length > 0 ? functions : cast.dependsOn);
    const below = reached(cast, byId);
    for (const object of objects) {
      if (!expressing.test(object.kind) || below.has(object.id) || !usesAny(object, marks)) continue;
      uses.set(object.id, (uses.get(object.id) ?? new Set()).add(cast.id));
    }
  }
  return uses;
}

function usesAny(object: SchemaObject, marks: ReadonlySet<string>): boolean {
  return object.dependsOn.some((id) => marks.has(id));
}

/** What the cast itself is made of. */
function reached(cast: SchemaObject, byId: ReadonlyMap<string, SchemaObject>): ReadonlySet<string> {
  const [seen, queue] = [new Set<string>(), [...cast.dependsOn]];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    queue.push(...(byId.get(at)?.dependsOn ?? []));
  }
  return seen;
}
