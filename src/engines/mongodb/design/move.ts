import type { Intent, IntentBody } from "../../../model/intent.ts";
import { propertyAt, withoutProperty } from "../json-schema.ts";
import { typesOf } from "../outline.ts";
import { dotted, type PathPart, printPath } from "../path.ts";
import { type SampledShape, shapeOf } from "../schema.ts";
import { plainIndex } from "./fields.ts";
import type { DesignState } from "./state.ts";

/**
 * An embedded array becomes a collection of its own: `field` is the array, `to` the field of the other collection that refers back, `join` the key that it holds
 * (`_id`). Throws `requirement-invalid` for a field that is no array: what is copied beside every reader is a modelling decision of its own.
 */
export function moveField(state: DesignState, intent: Intent, body: IntentBody<"move-field">): void {
  const { object, collection, path } = state.place(body.field, intent);
  const target = state.place(body.to, intent);
  const schema = state.jsonSchema(collection);
  const shape = shapeOf(object);
  const declared = typesOf(propertyAt(schema, path) ?? {});
  const isArray = declared.includes("array") || shape?.paths[printPath(path)]?.types["array"] !== undefined;
  if (!isArray || path.length !== 1 || body.join.trim() !== "_id")
    throw state.invalid(
      intent,
      `${body.field} is not moved: only an array at the top of a document is, and by the document's key (join: _id)`,
    );
  for (const index of state.indexesOn(collection, path)) state.removeIndex(intent, index);
  state.declare(intent, collection, (one) => (propertyAt(one, path) === undefined ? one : withoutProperty(one, path)));
  state.addIndex(intent, plainIndex(target.collection, [dotted(target.path)], {}));
  state.rule(intent, collection, {
    kind: "move",
    from: [printPath(path)],
    to: [printPath(target.path)],
    forward: { collection: target.collection },
    backward: {},
  });
  decide(state, intent, { collection, path, target: target.collection, shape });
}

interface Moved {
  readonly collection: string;
  readonly path: readonly PathPart[];
  readonly target: string;
  readonly shape: SampledShape | null;
}

function decide(state: DesignState, intent: Intent, { collection, path, target, shape }: Moved): void {
  const lengths = shape?.paths[printPath(path)]?.lengths ?? null;
  const seen =
    lengths === null
      ? "How long the arrays are is not known."
      : `The sampled arrays have ${lengths.least} to ${lengths.most} elements, ${lengths.average} on average; documents are up to ${shape?.bytes.largest ?? 0} bytes.`;
  state.decide(intent, {
    slug: `collection-of-${collection}-${printPath(path)}`.replaceAll(/[^\w-]+/g, "-"),
    title: `Elements of ${collection}.${printPath(path)} become documents of ${target}`,
    context: seen,
    choice: `Each element is a document of ${target}, found by an indexed reference.`,
    because: [
      "an array that grows without limit is rewritten whole, slows its indexes down and ends at 16 MB",
      "elements can be read, changed and indexed by themselves",
    ],
    rejected: [
      { alternative: "leave them embedded", reason: "right where the array is short, bounded, and always read with its document" },
      {
        alternative: "keep the newest few embedded (subset)",
        reason: "two places to write; worth it where an access pattern reads the newest with every document",
      },
      {
        alternative: "buckets of many elements",
        reason: "right for measurements that only grow; elements that change by themselves are harder to reach",
      },
    ],
  });
}
