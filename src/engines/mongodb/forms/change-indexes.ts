import { isEqualJson } from "../../../model/json.ts";
import type { Change } from "../../../model/change.ts";
import type { Check, Phase } from "../../../model/plan.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { StepDraft } from "../../step-draft.ts";
import { commands, countCheck, draftStep, hazard, locked } from "../draft.ts";
import { createIndex, createIndexStep, dropIndex, dropIndexStep, hideIndexStep, indexKind } from "../objects/index.ts";
import { type Document, type IndexDefinition, indexOf } from "../schema.ts";

export interface IndexChanges {
  /** The collection's name while the change runs. */
  readonly collection: string;
  readonly changes: readonly Change[];
  readonly strategy: "online" | "direct";
  readonly major: number;
  /** Dotted paths that documents get by this change, and that go by it. */
  readonly fresh: readonly string[];
  readonly going: readonly string[];
  /** Stages that make documents what they will be. */
  readonly changed: readonly Document[];
  /** Whether deleting by age was allowed by name. */
  readonly deletion: "allowed" | "refused";
}
export interface IndexSteps {
  readonly expand: readonly StepDraft[];
  /** After documents have the new fields, before they lose the old ones. */
  readonly switch: readonly StepDraft[];
  readonly contract: readonly StepDraft[];
  readonly checks: readonly Check[];
}

const nothing: IndexSteps = { expand: [], switch: [], contract: [], checks: [] };

/** New indexes are built first, old ones hidden and then dropped; what depends on documents that change waits for them. */
export function planIndexes(given: IndexChanges): IndexSteps {
  // What takes another's place is built before that goes; two indexes on one key cannot stand side by side.
  const [added, others] = [
    given.changes.filter((change) => change.kind === "add"),
    given.changes.filter((change) => change.kind !== "add"),
  ];
  const replacing = pairEqualKeys(added, others);
  const alone = (change: Change): boolean => !replacing.some(([drop, add]) => drop === change || add === change);
  const ordered: readonly Change[] = [
    ...added.filter(alone),
    ...others.filter(alone),
    ...replacing.map(([drop, add]): Change => ({ kind: "modify", from: drop.object, to: add.object })),
  ];
  return ordered
    .flatMap((change): readonly IndexSteps[] => {
      switch (change.kind) {
        case "add":
          return [addIndex(named(change.object, given.collection), given)];
        case "drop":
          return [removeIndex(named(change.object, given.collection), given)];
        case "modify":
        case "rename":
          return [changeIndex(named(change.from, given.collection), named(change.to, given.collection), given)];
      }
    })
    .reduce<IndexSteps>(
      (sum, one) => ({
        expand: [...sum.expand, ...one.expand],
        switch: [...sum.switch, ...one.switch],
        contract: [...sum.contract, ...one.contract],
        checks: [...sum.checks, ...one.checks],
      }),
      nothing,
    );
}

type Whole = Extract<Change, { readonly kind: "add" | "drop" }>;

/** Indexes that go and come on one key and collation: only the name or an option differs. */
function pairEqualKeys(added: readonly Change[], others: readonly Change[]): readonly (readonly [drop: Whole, add: Whole])[] {
  return others.flatMap((drop) => {
    if (drop.kind !== "drop") return [];
    const old = indexOf(drop.object);
    const add = added.find(
      (one): one is Whole =>
        one.kind === "add" && isEqualJson([indexOf(one.object).key, indexOf(one.object).collation], [old.key, old.collation]),
    );
    return add === undefined ? [] : [[drop, add] as const];
  });
}

function named(object: SchemaObject, collection: string): SchemaObject {
  const index = indexOf(object);
  return index.collection === collection ? object : { ...object, definition: { ...index, collection } };
}

function uses(index: IndexDefinition, paths: readonly string[]): boolean {
  return index.key.some((part) => paths.some((path) => part.path === path || part.path.startsWith(`${path}.`)));
}

function addIndex(object: SchemaObject, given: IndexChanges): IndexSteps {
  const index = indexOf(object);
  const needs = object.dependsOn;
  const checks = checksOf(index, given);
  if (given.strategy === "direct") return { ...nothing, switch: [createIndexStep(index, object.id, needs, "expand")], checks };
  const waits = index.unique && uses(index, given.fresh);
  return waits
    ? { ...nothing, switch: [createIndexStep(index, object.id, needs, "contract")], checks }
    : { ...nothing, expand: [createIndexStep(index, object.id, needs, "expand")], checks };
}

function removeIndex(object: SchemaObject, given: IndexChanges): IndexSteps {
  const index = indexOf(object);
  if (given.strategy === "direct") return { ...nothing, switch: [dropIndexStep(index, object.id, "expand")] };
  // While its field goes the index must go first: documents without it would all be equal to a unique one.
  if (uses(index, given.going)) return { ...nothing, switch: [dropIndexStep(index, object.id, "contract")] };
  if (index.hidden) return { ...nothing, contract: [dropIndexStep(index, object.id, "contract")] };
  const hidden = { ...index, hidden: true };
  return { ...nothing, expand: [hideIndexStep(index)], contract: [dropIndexStep(hidden, object.id, "contract")] };
}

function changeIndex(from: SchemaObject, to: SchemaObject, given: IndexChanges): IndexSteps {
  const [before, after] = [indexOf(from), indexOf(to)];
  const checks = checksOf(after, given).filter((check) => !check.id.startsWith("unique-") || !before.unique);
  const altered =
    from.id === to.id ? indexKind.alter(from, to, { request: emptyRequest(given), changes: [], from: emptySchema, to: emptySchema }) : null;
  const phase: Phase = given.strategy === "direct" ? "expand" : "contract";
  if (altered !== null) return { ...nothing, expand: [...altered], checks };
  if (isPromotion(before, after) && given.major >= 6) return promote(before, after, phase, checks);
  return {
    ...nothing,
    switch: [
      {
        ...dropIndexStep(before, from.id, phase),
        hazards: [
          hazard(
            "slows-queries",
            before.collection,
            `between dropping ${before.name} and the end of its build queries read more documents`,
          ),
        ],
      },
      createIndexStep(after, to.id, to.dependsOn, phase),
    ],
    checks,
  };
}

function isPromotion(before: IndexDefinition, after: IndexDefinition): boolean {
  return !before.unique && after.unique && isEqualJson({ ...before, unique: true }, after);
}

/** https://www.mongodb.com/docs/manual/core/index-unique/convert-to-unique/: first new duplicates are refused, then the index is made unique without being built anew. */
function promote(before: IndexDefinition, after: IndexDefinition, phase: Phase, checks: readonly Check[]): IndexSteps {
  const { collection, name } = before;
  const change = (options: Document): Document => ({ collMod: collection, index: { name, ...options } });
  const step = (kind: string, summary: string, up: Document, down: readonly Document[], at: Phase): StepDraft =>
    draftStep({
      kind,
      phase: at,
      summary,
      action: commands([up]),
      reverse: [commands(down)],
      blocks: locked(collection),
      hazards: [hazard("breaks-running-code", collection, "code that writes duplicates fails from now on", "note")],
    });
  const prepare = step(
    "prepare-unique",
    `refuse new duplicates in ${name} of ${collection}`,
    change({ prepareUnique: true }),
    [change({ prepareUnique: false })],
    "expand",
  );
  const finish = step(
    "make-unique",
    `make index ${name} of ${collection} unique`,
    change({ unique: true }),
    [dropIndex(after), createIndex(before), change({ prepareUnique: true })],
    phase,
  );
  return { ...nothing, expand: [prepare], contract: [finish], checks };
}

const emptySchema = { engine: "mongodb", version: "", objects: [], unmodelled: [] };
function emptyRequest({ strategy }: IndexChanges): Parameters<typeof indexKind.alter>[2]["request"] {
  return {
    from: emptySchema,
    to: emptySchema,
    version: "",
    variant: null,
    strategy,
    renames: {},
    rules: [],
    allow: [],
    format: null,
    sizes: {},
    origins: {},
    label: "",
  };
}

function checksOf(index: IndexDefinition, given: IndexChanges): readonly Check[] {
  return [
    ...(index.unique ? [duplicates(index, given.changed)] : []),
    ...(index.expireAfterSeconds === null || given.deletion === "allowed" ? [] : [expired(index, index.expireAfterSeconds)]),
  ];
}

/** Groups of documents that a unique index would not let stand side by side; elements of an array count by themselves, once per document. */
function duplicates(index: IndexDefinition, changed: readonly Document[]): Check {
  const [first] = index.key;
  const filter: readonly Document[] = [
    ...(index.partialFilter === null ? [] : [{ $match: index.partialFilter }]),
    ...(index.sparse ? [{ $match: { $or: index.key.map((part) => ({ [part.path]: { $exists: true } })) } }] : []),
  ];
  const key = Object.fromEntries(index.key.map((part, at) => [`k${at}`, `$${part.path}`] as const));
  const single = index.key.length === 1 && first !== undefined;
  const stages: readonly Document[] = single
    ? [
        { $project: { key: { $ifNull: [`$${first.path}`, null] } } },
        { $unwind: { path: "$key", preserveNullAndEmptyArrays: true } },
        { $group: { _id: { document: "$_id", key: "$key" } } },
        { $group: { _id: "$_id.key", n: { $sum: 1 } } },
      ]
    : [{ $group: { _id: key, n: { $sum: 1 } } }];
  const check = countCheck(
    `unique-${index.collection}-${index.name}`,
    `No two documents of ${index.collection} are equal in ${index.key.map((part) => part.path).join(", ")}`,
    index.collection,
    [...changed, ...filter, ...stages, { $match: { n: { $gt: 1 } } }],
  );
  if (index.collation === null) return check;
  return { ...check, query: check.query.replace('"cursor": {}', `"cursor": {}, "collation": ${JSON.stringify(index.collation)}`) };
}

function expired(index: IndexDefinition, seconds: number): Check {
  const path = index.key[0]?.path ?? "";
  return countCheck(
    `expired-${index.collection}-${index.name}`,
    `No document of ${index.collection} is older than ${seconds} seconds by ${path}: it would be deleted at once`,
    index.collection,
    [
      {
        $match: {
          [path]: { $type: "date" },
          $expr: { $lt: [{ $min: [`$${path}`] }, { $subtract: ["$$NOW", { $multiply: [seconds, 1000] }] }] },
        },
      },
    ],
  );
}
