import type { Change } from "../../model/change.ts";
import { parsedEvidence } from "../../model/evidence.ts";
import { parseName, printName } from "../../model/name.ts";
import type { Carry, Check, Plan, Step } from "../../model/plan.ts";
import { fingerprintSchema } from "../../model/schema.ts";
import { type DataRule, type PlanRequest, rowsKey } from "../engine.ts";
import type { JsonValue } from "../../model/json.ts";
import { parseCommand } from "./command.ts";
import { asDocument } from "./normalize.ts";
import type { Document } from "./schema.ts";
import type { StepDraft } from "../step-draft.ts";
import { compare, objectRenames } from "./compare.ts";
import { gatesOf } from "./forms/gates.ts";
import { type CollectionPlan, planCollection } from "./plan-collection.ts";
import { planObjects } from "./plan-objects.ts";
import { pairCollections, rulesFrom } from "./plan-pairs.ts";
import { seedSteps } from "./forms/seed-documents.ts";

/** Plans without touching a server. Throws `intent-unsupported` for what cannot be done to a collection or its documents. */
export function planChange(request: PlanRequest): Plan {
  const changes = compare(request.from, request.to, request.renames);
  const rules = rulesFrom(request);
  const pairs = pairCollections(request, changes, rules);
  const plans = pairs.map((pair) => planCollection(pair, request));
  const others = planObjects(changes, request, new Set(pairs.flatMap((pair) => pair.claimed)));
  const drafts = orderPhases(plans, others.drafts, seedSteps(request, rules), request);
  const allowed = new Set(request.allow);
  const steps = drafts.map(
    ({ makes: _makes, needs: _needs, removes: _removes, releases: _releases, ...step }, index): Step => ({
      id: `step-${index + 1}`,
      ...step,
      hazards: step.hazards.map((item) =>
        item.level === "error" && allowed.has(item.kind) ? { ...item, level: "warning" as const } : item,
      ),
      evidence: parsedEvidence,
    }),
  );
  const checks = steps.length === 0 ? [] : [...plans.flatMap((plan) => plan.checks), ...others.checks];
  return {
    engine: "mongodb",
    variant: request.variant,
    version: request.version,
    fromFingerprint: fingerprintSchema(request.from),
    toFingerprint: fingerprintSchema(request.to),
    steps,
    carries:
      steps.length === 0 ? [] : [...plans.flatMap((plan) => plan.carries), ...renameCarries(request, changes), ...additionCarries(rules)],
    questions: [],
    unmodelled: [...new Set([...request.from.unmodelled, ...request.to.unmodelled])],
    prechecks: uniqueChecks(checks),
    evidence: parsedEvidence,
  };
}

function uniqueChecks(checks: readonly Check[]): readonly Check[] {
  return [...new Map(checks.map((check) => [check.id, check])).values()];
}

/** New objects, then documents, then what goes; a gate before each phase that running code could stumble over. */
function orderPhases(
  plans: readonly CollectionPlan[],
  others: readonly StepDraft[],
  seeds: readonly StepDraft[],
  request: PlanRequest,
): readonly StepDraft[] {
  const phase = (name: StepDraft["phase"], of: readonly StepDraft[]): readonly StepDraft[] => of.filter((draft) => draft.phase === name);
  const all = plans.flatMap((plan) => plan.drafts);
  // What goes to come again is one change: its order is told already.
  const anew = new Set(others.flatMap((draft) => draft.makes));
  const isGoing = (draft: StepDraft): boolean => draft.removes.length > 0 && !draft.removes.some((id) => anew.has(id));
  const [made, gone] = [others.filter((draft) => !isGoing(draft)), others.filter(isGoing)];
  // A view over a collection of a new name waits for the name.
  const named = new Set(all.flatMap((draft) => draft.makes));
  const [first, last] = [
    made.filter((draft) => !draft.needs.some((id) => named.has(id))),
    made.filter((draft) => draft.needs.some((id) => named.has(id))),
  ];
  const expand = [
    ...phase("expand", first),
    ...phase("expand", all),
    ...phase("expand", last),
    ...phase("expand", seeds),
    ...phase("expand", gone),
  ];
  if (request.strategy === "direct") return withIntents(expand, request);
  const migrate = [...phase("migrate", all), ...phase("migrate", seeds)];
  const contract = [...phase("contract", first), ...phase("contract", all), ...phase("contract", last), ...phase("contract", gone)];
  const gates = gatesOf(migrate, contract);
  return withIntents([...expand, ...gates.migrate, ...migrate, ...gates.contract, ...contract], request);
}

/** Who asked for a step, where the form did not know: the intent of the object that it makes or removes. */
function withIntents(drafts: readonly StepDraft[], request: PlanRequest): readonly StepDraft[] {
  return drafts.map((draft) => {
    if (draft.intents !== undefined) return draft;
    const found = [...draft.makes, ...draft.removes, ...draft.needs].flatMap((id) => request.origins[id] ?? []);
    return found.length === 0 ? draft : { ...draft, intents: [...new Set(found)] };
  });
}

/** A collection that has another name keeps its documents. */
function renameCarries(request: PlanRequest, changes: readonly Change[]): readonly Carry[] {
  const renames = objectRenames(request.from, request.to, request.renames);
  return changes.flatMap((change): readonly Carry[] => {
    if (change.kind !== "rename" || change.from.kind !== "collection" || renames[change.from.id] === undefined) return [];
    const [objectBefore, objectAfter] = [change.from, change.to].map((object) =>
      printName(parseName(object.id.slice("collection:".length))),
    );
    return [
      {
        objectBefore: objectBefore ?? "",
        objectAfter: objectAfter ?? "",
        fieldBefore: "_id",
        fieldAfter: "_id",
        forward: "$_id",
        backward: "$_id",
      },
    ];
  });
}

/** Documents that the change itself puts in: told by a filter, so that the others can be compared. */
function additionCarries(rules: readonly DataRule[]): readonly Carry[] {
  return rules.flatMap((rule): readonly Carry[] => {
    const carry = (object: string, filter: Document): Carry => ({
      objectBefore: object,
      objectAfter: object,
      fieldBefore: null,
      fieldAfter: "_id",
      forward: JSON.stringify(filter),
      backward: null,
    });
    if (rule.kind === "move")
      return [carry(printName([rule.forward["collection"] ?? ""]), { "_id.document": { $exists: true }, "_id.at": { $exists: true } })];
    const undo = rule.kind === "rows" ? rule.backward[rowsKey] : undefined;
    if (undo === undefined) return [];
    const deletes = parseCommand(undo).body["deletes"];
    const queries = Array.isArray(deletes) ? deletes.flatMap((one: JsonValue) => asDocument(one)["q"] ?? []) : [];
    return [carry(rule.object, { $or: queries })];
  });
}
