import { isEqualJson, type JsonValue } from "../../../model/json.ts";
import type { Hazard } from "../../../model/hazard.ts";
import type { Phase } from "../../../model/plan.ts";
import type { ObjectKind, StepDraft } from "../../step-draft.ts";
import { printCommand } from "../command.ts";
import { commands, draftStep, hazard, locked } from "../draft.ts";
import { type Document, type IndexDefinition, indexOf } from "../schema.ts";

export const indexKind: ObjectKind = {
  kind: "index",
  create: (object) => [createIndexStep(indexOf(object), object.id, object.dependsOn, "expand")],
  drop: (object) => [dropIndexStep(indexOf(object), object.id, "expand")],
  alter: (from, to) => alterIndex(indexOf(from), indexOf(to)),
  describe: (object) => printCommand(createIndex(indexOf(object))),
};

export function createIndexStep(index: IndexDefinition, id: string, needs: readonly string[], phase: Phase): StepDraft {
  return draftStep({
    kind: "create-index",
    phase,
    summary: `create ${index.unique ? "unique " : ""}index ${index.name} on ${index.collection}`,
    action: commands([createIndex(index)]),
    reverse: [commands([dropIndex(index)])],
    blocks: locked(index.collection),
    hazards: createHazards(index),
    makes: [id],
    needs,
  });
}

function createHazards(index: IndexDefinition): readonly Hazard[] {
  const { collection, expireAfterSeconds } = index;
  return [
    hazard("scans-object", collection, `every document of ${collection} is read; others go on reading and writing`, "note"),
    hazard("needs-disk", collection, "the build sorts its keys on disk where they do not fit into memory", "note"),
    ...(index.unique ? [hazard("breaks-running-code", collection, "code that writes duplicates fails from now on", "note")] : []),
    ...(expireAfterSeconds === null
      ? []
      : [
          hazard(
            "deletes-data",
            collection,
            `documents whose ${index.key[0]?.path ?? ""} is older than ${expireAfterSeconds} seconds are deleted within a minute of the build, and from then on`,
            "error",
          ),
        ]),
  ];
}

export function dropIndexStep(index: IndexDefinition, id: string, phase: Phase): StepDraft {
  return draftStep({
    kind: "drop-index",
    phase,
    summary: `drop index ${index.name} of ${index.collection}`,
    action: commands([dropIndex(index)]),
    reverse: [commands([createIndex(index)])],
    blocks: locked(index.collection),
    hazards: [
      hazard("slows-queries", index.collection, `queries that use ${index.name} read more documents`, "note"),
      ...(index.unique ? [hazard("weakens-integrity", index.collection, "duplicates are let in")] : []),
    ],
    removes: [id],
  });
}

/** What collMod can change in place; null: the index is built anew. */
function alterIndex(before: IndexDefinition, after: IndexDefinition): readonly StepDraft[] | null {
  const { hidden: _h, expireAfterSeconds: seconds, ...rest } = before;
  const { hidden: _hidden, expireAfterSeconds: newSeconds, ...others } = after;
  if (!isEqualJson(rest, others) || (seconds === null) !== (newSeconds === null)) return null;
  const change = (one: IndexDefinition): Document => ({
    collMod: before.collection,
    index: {
      name: before.name,
      ...(before.hidden === after.hidden ? {} : { hidden: one.hidden }),
      ...(seconds === newSeconds || one.expireAfterSeconds === null ? {} : { expireAfterSeconds: one.expireAfterSeconds }),
    },
  });
  const isShorter = newSeconds !== null && seconds !== null && newSeconds < seconds;
  return [
    draftStep({
      kind: "alter-index",
      summary: `change index ${before.name} of ${before.collection}${before.hidden === after.hidden ? "" : after.hidden ? ": hide it" : ": show it"}`,
      action: commands([change(after)]),
      reverse: [commands([change(before)])],
      blocks: locked(before.collection),
      hazards: [
        ...(isShorter
          ? [hazard("deletes-data", before.collection, `documents older than ${newSeconds} seconds are deleted within a minute`, "error")]
          : []),
        ...(after.hidden && !before.hidden
          ? [hazard("slows-queries", before.collection, `no query uses ${before.name} while it is hidden; it comes back at once`, "note")]
          : []),
      ],
    }),
  ];
}

/** Hidden, an index is kept up to date and used by nobody: it comes back at once, which a dropped one does not. */
export function hideIndexStep(index: IndexDefinition): StepDraft {
  const set = (to: "hidden" | "shown"): Document => ({ collMod: index.collection, index: { name: index.name, hidden: to === "hidden" } });
  return draftStep({
    kind: "hide-index",
    summary: `hide index ${index.name} of ${index.collection}`,
    action: commands([set("hidden")]),
    reverse: [commands([set("shown")])],
    blocks: locked(index.collection),
    hazards: [
      hazard("slows-queries", index.collection, `queries that used ${index.name} show whether they need it; it comes back at once`, "note"),
    ],
  });
}

export function createIndex(index: IndexDefinition): Document {
  return { createIndexes: index.collection, indexes: [indexSpecification(index)] };
}
export function dropIndex(index: IndexDefinition): Document {
  return { dropIndexes: index.collection, index: index.name };
}

function indexSpecification(index: IndexDefinition): Document {
  const specification: Record<string, JsonValue> = {
    key: Object.fromEntries(index.key.map((part) => [part.path, part.order])),
    name: index.name,
  };
  if (index.unique) specification["unique"] = true;
  if (index.sparse) specification["sparse"] = true;
  if (index.hidden) specification["hidden"] = true;
  if (index.expireAfterSeconds !== null) specification["expireAfterSeconds"] = index.expireAfterSeconds;
  if (index.partialFilter !== null) specification["partialFilterExpression"] = index.partialFilter;
  if (index.collation !== null) specification["collation"] = index.collation;
  if (index.wildcardProjection !== null) specification["wildcardProjection"] = index.wildcardProjection;
  return { ...specification, ...index.options };
}
