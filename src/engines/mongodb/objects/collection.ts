import { LeadError } from "../../../model/error.ts";
import { isEqualJson, type JsonValue } from "../../../model/json.ts";
import type { ObjectKind } from "../../step-draft.ts";
import { printCommand } from "../command.ts";
import { commands, draftStep, hazard, locked } from "../draft.ts";
import { type CollectionDefinition, collectionOf, type Document } from "../schema.ts";

export const collectionKind: ObjectKind = {
  kind: "collection",
  create: (object) => {
    const collection = collectionOf(object);
    return [
      draftStep({
        kind: "create-collection",
        summary: `create collection ${collection.name}`,
        action: commands([createCollection(collection)]),
        reverse: [commands([{ drop: collection.name }])],
        reversibility: { kind: "schema-only", until: "documents are written", loses: `documents written to ${collection.name} since` },
        makes: [object.id],
        needs: object.dependsOn,
      }),
    ];
  },
  drop: (object) => {
    const collection = collectionOf(object);
    return [
      draftStep({
        kind: "drop-collection",
        summary: `drop collection ${collection.name}`,
        action: commands([{ drop: collection.name }]),
        reverse: [commands([createCollection(collection)])],
        reversibility: { kind: "schema-only", until: "the step runs", loses: `every document of ${collection.name}` },
        blocks: locked(collection.name),
        hazards: [
          hazard("deletes-data", collection.name, `every document of ${collection.name} is gone`, "error"),
          hazard("irreversible", collection.name, "only a backup has the documents", "error"),
          hazard(
            "breaks-running-code",
            collection.name,
            `code that writes to ${collection.name} makes it anew, without validator and indexes`,
          ),
        ],
        removes: [object.id],
        releases: object.dependsOn,
      }),
    ];
  },
  alter: (from, to) => {
    const [before, after] = [collectionOf(from), collectionOf(to)];
    demandAlterable(before, after);
    const change = modification(before, after);
    if (Object.keys(change).length === 0) return [];
    const name = before.name;
    return [
      draftStep({
        kind: "alter-collection",
        summary: `change ${Object.keys(change).join(", ")} of ${name}`,
        action: commands([{ collMod: name, ...change }]),
        reverse: [commands([{ collMod: name, ...modification(after, before) }])],
        blocks: locked(name),
        hazards: alterHazards(before, after),
      }),
    ];
  },
  describe: (object) => printCommand(createCollection(collectionOf(object))),
};

export function createCollection(collection: CollectionDefinition): Document {
  const { timeSeries, capped } = collection;
  const options: Record<string, JsonValue> = { create: collection.name };
  if (timeSeries !== null) options["timeseries"] = Object.fromEntries(Object.entries(timeSeries).filter(([, value]) => value !== null));
  if (collection.expireAfterSeconds !== null) options["expireAfterSeconds"] = collection.expireAfterSeconds;
  if (capped !== null)
    Object.assign(options, { capped: true, size: capped.sizeBytes, ...(capped.documents === null ? {} : { max: capped.documents }) });
  if (collection.clustered !== null) options["clusteredIndex"] = { key: { _id: 1 }, unique: true, name: collection.clustered };
  if (collection.collation !== null) options["collation"] = collection.collation;
  if (collection.preImages) options["changeStreamPreAndPostImages"] = { enabled: true };
  if (collection.storageEngine !== null) options["storageEngine"] = collection.storageEngine;
  return { ...options, ...validatorOptions(collection) };
}

export function validatorOptions({ validator, level, action }: Pick<CollectionDefinition, "validator" | "level" | "action">): Document {
  if (validator === null) return {};
  return {
    validator,
    ...(level === "strict" ? {} : { validationLevel: level }),
    ...(action === "error" ? {} : { validationAction: action }),
  };
}

/** As collMod takes it: everything said, so that nothing is left from before. */
export function setValidator(
  name: string,
  { validator, level, action }: Pick<CollectionDefinition, "validator" | "level" | "action">,
): Document {
  return { collMod: name, validator: validator ?? {}, validationLevel: level, validationAction: action };
}

/** Options but for the validator that collMod can change. */
function modification(before: CollectionDefinition, after: CollectionDefinition): Document {
  const change: Record<string, JsonValue> = {};
  if (before.preImages !== after.preImages) change["changeStreamPreAndPostImages"] = { enabled: after.preImages };
  if (before.expireAfterSeconds !== after.expireAfterSeconds) change["expireAfterSeconds"] = after.expireAfterSeconds ?? "off";
  if (after.capped !== null && before.capped !== null) {
    if (before.capped.sizeBytes !== after.capped.sizeBytes) change["cappedSize"] = after.capped.sizeBytes;
    if (before.capped.documents !== after.capped.documents) change["cappedMax"] = after.capped.documents ?? 0;
  }
  return change;
}

const fixed = ["collation", "clustered", "timeSeries", "storageEngine"] as const;

/** Throws `intent-unsupported` for an option that a collection keeps from the day it is made. */
function demandAlterable(before: CollectionDefinition, after: CollectionDefinition): void {
  const names: readonly string[] = [
    ...fixed.filter((key) => !isEqualJson(before[key], after[key])),
    ...((before.capped === null) === (after.capped === null) ? [] : ["capped"]),
  ];
  if (names.length === 0) return;
  throw new LeadError(
    "intent-unsupported",
    `${names.join(", ")} of the collection ${before.name} cannot be changed: a collection keeps it from the day it is made.`,
    {
      hint: "Make a collection of another name with it, copy the documents, and move the application over.",
    },
  );
}

function alterHazards(before: CollectionDefinition, after: CollectionDefinition): ReturnType<typeof hazard>[] {
  const isShorter =
    after.expireAfterSeconds !== null && (before.expireAfterSeconds === null || after.expireAfterSeconds < before.expireAfterSeconds);
  const isSmaller = after.capped !== null && before.capped !== null && after.capped.sizeBytes < before.capped.sizeBytes;
  const gone = isShorter
    ? `documents older than ${after.expireAfterSeconds ?? 0} seconds are deleted`
    : isSmaller
      ? "the oldest documents are deleted until the rest fits"
      : null;
  return gone === null ? [] : [hazard("deletes-data", before.name, gone, "error")];
}
