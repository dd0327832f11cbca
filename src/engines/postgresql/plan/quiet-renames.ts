import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { StepDraft } from "../../step-draft.ts";
import type { SequenceDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { findObject } from "../objects/surroundings.ts";
import { renameObject } from "../objects.ts";
import type { Renames } from "./follow.ts";
import { shapeOf } from "./rename-shape.ts";

/** Kinds whose name holds nothing: no row is at stake, and what rests on them follows by itself. */
const quiet: ReadonlySet<string> = new Set(["constraint", "index", "trigger", "policy"]);

/** A key, check, index, trigger or policy that only changed its name, and the sequence of a column that did, need not go and come: they are renamed. */
export function quietRenames(from: Schema, to: Schema, left: Renames): Renames {
  const [before, after] = [candidates(from, to, left), candidates(to, from, {})];
  return Object.fromEntries(
    [...before].flatMap(([shape, olds]) => {
      const news = after.get(shape) ?? [];
      return olds.slice(0, news.length).map((object, at): readonly [string, string] => [object.id, news[at]?.id ?? object.id]);
    }),
  );
}

/** What `schema` has and `other` has not, by what it is besides its name. */
function candidates(schema: Schema, other: Schema, left: Renames): ReadonlyMap<string, readonly SchemaObject[]> {
  const groups = new Map<string, SchemaObject[]>();
  for (const object of schema.objects) {
    const place = placeOf(object);
    if (place === null || findObject(other, object.id) !== undefined || object.dependsOn.some((id) => Object.hasOwn(left, id))) continue;
    const key = `${object.kind} ${place} ${shapeOf(object)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [object]);
    else group.push(object);
  }
  return groups;
}

/** What the object stands on; null: its name is its own. */
function placeOf(object: SchemaObject): string | null {
  if (quiet.has(object.kind)) return object.parent ?? null;
  return object.kind === "sequence" ? define<SequenceDefinition>(object).ownedBy : null;
}

export function quietDrafts(before: SchemaObject, after: SchemaObject): readonly StepDraft[] {
  return renameObject(before, after).map((draft) => ({
    ...draft,
    phase: "expand" as const,
    hazards: draft.hazards.map((hazard) => ({ ...hazard, level: "note" as const })),
  }));
}
