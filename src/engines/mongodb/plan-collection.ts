import type { Carry, Check } from "../../model/plan.ts";
import { printName } from "../../model/name.ts";
import { isEqualJson } from "../../model/json.ts";
import type { PlanRequest } from "../engine.ts";
import type { StepDraft } from "../step-draft.ts";
import { planIndexes } from "./forms/change-indexes.ts";
import { renameCollectionStep } from "./forms/rename-collection.ts";
import { changedStages, reshapeChecks, reshapeDirect, reshapeOnline } from "./forms/reshape-documents.ts";
import { isLooser, planValidator, planValidatorDirect, type ValidatorChange } from "./forms/tighten-validator.ts";
import { type Transformation, transformationOf } from "./forms/transformation.ts";
import { collectionKind } from "./objects/collection.ts";
import { propertyAt } from "./json-schema.ts";
import { jsonSchemaOf, typesOf } from "./outline.ts";
import { dotted, lastOf, matchHolder, parsePath, setStages } from "./path.ts";
import type { CollectionPair } from "./plan-pairs.ts";
import { collectionOf, indexOf } from "./schema.ts";

export interface CollectionPlan {
  readonly drafts: readonly StepDraft[];
  readonly carries: readonly Carry[];
  readonly checks: readonly Check[];
}

/** One collection into another: its documents, its rules, its indexes, its name, in the order that keeps old and new code running. */
export function planCollection(pair: CollectionPair, request: PlanRequest): CollectionPlan {
  const [before, after] = [collectionOf(pair.before), collectionOf(pair.after)];
  const { name } = before;
  const all = pair.rules.flatMap((rule) => withPlaceholders(transformationOf(rule, name), pair) ?? []);
  const carries = carriesOf(withNested(all, pair), name, after.name);
  const askers = [
    ...new Set([
      ...pair.rules.map((rule) => rule.intent),
      ...Object.entries(request.origins).flatMap(([id, intent]) =>
        id.startsWith(`${pair.after.id}#`) || id.startsWith(`${pair.before.id}#`) ? [intent] : [],
      ),
    ]),
  ].filter((intent) => intent !== "");
  const asked = (drafts: readonly StepDraft[]): readonly StepDraft[] =>
    drafts.map((draft) => (askers.length === 0 ? draft : { ...draft, intents: askers }));
  const change: ValidatorChange = { name, before, after, documents: all.length === 0 ? "stay" : "change" };
  const options = alterOptions(pair, request);
  const indexes = planIndexes({
    collection: name,
    changes: pair.indexes,
    strategy: request.strategy,
    major: Number(request.version.split(".")[0]),
    fresh: all.flatMap((one) => one.fresh.map((path) => dotted(parsePath(path)))),
    going: all.flatMap((one) => (one.finish === null ? [] : one.rule.from.map((path) => dotted(parsePath(path))))),
    changed: changedStages(all),
    deletion: request.allow.includes("deletes-data") ? "allowed" : "refused",
  });
  const renames = name === after.name ? [] : [renameCollectionStep(pair.before, pair.after, request.strategy)];
  const isTighter = after.validator !== null && !isLooser(before, after);
  const checks = [...(all.length > 0 || isTighter ? checksOf(all, isTighter ? after.validator : null, name) : []), ...indexes.checks];
  if (request.strategy === "direct") {
    const rules = planValidatorDirect(change);
    const [gone, made] = [
      indexes.switch.filter((draft) => draft.removes.length > 0),
      indexes.switch.filter((draft) => draft.removes.length === 0),
    ];
    return {
      drafts: [
        ...options,
        ...indexes.expand,
        ...asked(rules.before),
        ...gone,
        ...all.flatMap(reshapeDirect),
        ...made,
        ...asked(rules.after),
        ...indexes.contract,
        ...renames,
      ],
      carries,
      checks,
    };
  }
  const rules = planValidator(change);
  const reshaped = all.flatMap((one) => reshapeOnline(one, request.label));
  const [adopting, finishing] = [
    reshaped.filter((draft) => draft.phase === "migrate"),
    reshaped.filter((draft) => draft.phase === "contract"),
  ];
  return {
    drafts: [
      ...options,
      ...asked(rules.expand),
      ...indexes.expand,
      ...adopting,
      ...indexes.switch,
      ...finishing,
      ...asked(rules.contract),
      ...indexes.contract,
      ...renames,
    ],
    carries,
    checks,
  };
}

/** What is declared or was seen inside a field goes where the field goes. */
function withNested(all: readonly Transformation[], pair: CollectionPair): readonly Transformation[] {
  const paths = (pair.before.outline?.fields ?? []).map((field) => field.name);
  return all.map((one) => {
    const nested = one.carries.flatMap((carry) => {
      const from = carry.fieldBefore;
      if (from === null || carry.fieldAfter === from) return [];
      const inside = paths.filter((path) => path.startsWith(`${from}.`) || path.startsWith(`${from}[]`));
      return inside.map((path) => {
        const to = one.rule.kind === "rename" && carry.fieldAfter !== null ? `${carry.fieldAfter}${path.slice(from.length)}` : null;
        const read = (text: string): string => `$${dotted(parsePath(text))}`;
        return { fieldBefore: path, fieldAfter: to, forward: to === null ? null : read(path), backward: to === null ? null : read(to) };
      });
    });
    return { ...one, carries: [...one.carries, ...nested] };
  });
}

/** A unique index that comes back wants different values where the real ones are gone. */
function withPlaceholders(one: Transformation | null, pair: CollectionPair): Transformation | null {
  if (one === null || one.rule.kind !== "drop" || one.finish === null) return one;
  const path = parsePath(one.rule.from[0] ?? "");
  const isUnique = pair.indexes.some(
    (change) =>
      change.kind === "drop" && indexOf(change.object).unique && indexOf(change.object).key.some((part) => part.path === dotted(path)),
  );
  if (!isUnique || path.some((part) => part.arrays > 0)) return one;
  const type = typesOf(propertyAt(jsonSchemaOf(collectionOf(pair.before).validator) ?? {}, path) ?? {})[0] ?? "string";
  const value = type === "string" ? { $concat: ["lost ", { $toString: "$_id" }] } : "$_id";
  const unfinish = {
    summary: `put placeholders into ${one.rule.from[0] ?? ""}`,
    filter: matchHolder(path, { [lastOf(path)]: { $exists: false } }),
    pipeline: setStages(path, () => value),
  };
  return { ...one, unfinish };
}

function checksOf(all: readonly Transformation[], validator: ReturnType<typeof collectionOf>["validator"], name: string): readonly Check[] {
  if (all.length > 0) return reshapeChecks(all, validator);
  // Nothing is changed in the documents: they have to fit as they are.
  return reshapeChecks([{ ...unchanged, collection: name }], validator);
}
const unchanged: Transformation = {
  rule: { kind: "fill", intent: "", object: "", from: [], to: [], forward: {}, backward: {} },
  collection: "",
  adopt: null,
  unadopt: null,
  finish: null,
  unfinish: null,
  loses: "",
  carries: [],
  fresh: [],
  waitsFor: "nothing",
};

/** Options but for the validator. */
function alterOptions(pair: CollectionPair, request: PlanRequest): readonly StepDraft[] {
  const [before, after] = [collectionOf(pair.before), collectionOf(pair.after)];
  const same = { name: before.name, validator: before.validator, level: before.level, action: before.action };
  const target = { ...pair.before, definition: { ...after, ...same } };
  if (isEqualJson(pair.before.definition, target.definition)) return [];
  return collectionKind.alter(pair.before, target, { request, changes: [], from: request.from, to: request.to }) ?? [];
}

function carriesOf(all: readonly Transformation[], before: string, after: string): readonly Carry[] {
  return all.flatMap((one) =>
    one.carries.map((carry) => ({ ...carry, objectBefore: printName([before]), objectAfter: printName([after]) })),
  );
}
