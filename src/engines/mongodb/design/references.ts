import type { Intent } from "../../../model/intent.ts";
import { parseName, printName } from "../../../model/name.ts";
import { locateObject } from "../../../model/schema.ts";
import { isRequiredAt, propertyAt, withProperty } from "../json-schema.ts";
import { dotted, type PathPart, printPath } from "../path.ts";
import { collectionOf, shapeOf } from "../schema.ts";
import { plainIndex } from "./fields.ts";
import type { DesignState } from "./state.ts";

/** A field that holds another collection's key: said in the validator, since no server checks it, and indexed, since the way back is looked up by it. */
export function addReferenceTo(
  state: DesignState,
  intent: Intent,
  collection: string,
  path: readonly PathPart[],
  references: string,
): void {
  const parts = parseName(references);
  const owner = printName(parts.slice(0, -1));
  const [found] = locateObject(state.schema, owner);
  if (found?.object.kind !== "collection") throw state.invalid(intent, `${references} names no collection that is there`);
  const target = parts.at(-1) === "id" ? "_id" : (parts.at(-1) ?? "_id");
  const name = collectionOf(found.object).name;
  const schema = state.jsonSchema(collection);
  const own = propertyAt(schema, path) ?? {};
  const told = typeof own["description"] === "string" && own["description"] !== "" ? `${own["description"]}; ` : "";
  const property = { ...own, description: `${told}references ${printName([name])}.${target}` };
  state.declare(intent, collection, (one) => withProperty(one, path, property, isRequiredAt(schema, path) ? "required" : "optional"));
  state.addIndex(intent, plainIndex(collection, [dotted(path)], {}));
  decide(state, intent, collection, path, name);
}

/** Embed or reference: by how many there are of the many side, how they grow, and what is read together. */
function decide(state: DesignState, intent: Intent, collection: string, path: readonly PathPart[], target: string): void {
  const patterns = state.request.accessPatterns.filter(
    (pattern) => `${pattern.text} ${pattern.query ?? ""}`.includes(target) && `${pattern.text} ${pattern.query ?? ""}`.includes(collection),
  );
  const together = patterns.map(
    (pattern) =>
      `${pattern.id} reads ${collection} and ${target} together${pattern["rate-per-second"] === undefined ? "" : ` ${pattern["rate-per-second"]} times a second`}`,
  );
  const [many, one] = [collection, target].map((name) => state.request.sizes[printName([name])]?.rowsEstimated);
  const ratio = many !== undefined && one !== undefined && one > 0 ? Math.round((many / one) * 10) / 10 : null;
  const object = locateObject(state.schema, printName([target]))[0]?.object;
  const size = object === undefined ? null : (shapeOf(object)?.bytes.average ?? null);
  state.decide(intent, {
    slug: `reference-${collection}-${printPath(path)}`.replaceAll(/[^\w-]+/g, "-"),
    title: `${collection} refers to ${target} by ${printPath(path)}`,
    context:
      ratio === null
        ? `How many documents of ${collection} there are for one of ${target} is not known.`
        : `There are ${ratio} documents of ${collection} for one of ${target}.`,
    choice: `${collection}.${printPath(path)} holds the key of ${target}, and has an index.`,
    because: [
      `the number of documents of ${collection} for one of ${target} has no limit that anybody stated: an array in ${target} would grow with it, up to the 16 MB that a document may have`,
      `a change of ${target} is written once, not in every document of ${collection}`,
      ...(together.length === 0
        ? ["no access pattern reads both together"]
        : [`${together.join("; ")}: a $lookup by an indexed key answers that`]),
    ],
    rejected: [
      {
        alternative: `embed ${collection} in ${target} as an array`,
        reason: "unbounded arrays are rewritten whole, slow their indexes down and end at 16 MB",
      },
      {
        alternative: `embed ${target} in ${collection}`,
        reason: `${size === null ? "every copy" : `a copy of about ${size} bytes in every document`} has to be changed whenever ${target} changes; where a few fields are read with every ${collection} and seldom change, copy those (extended reference)`,
      },
    ],
  });
}
