import type { Change } from "../../model/change.ts";
import { parsedEvidence } from "../../model/evidence.ts";
import type { Check, Plan, Step } from "../../model/plan.ts";
import { fingerprintSchema } from "../../model/schema.ts";
import { compareSchemas } from "../diff.ts";
import type { PlanRequest } from "../engine.ts";
import { orderDrafts } from "../order.ts";
import type { FormResult, PlanContext, StepDraft } from "../step-draft.ts";
import { directForms, onlineCompanions, onlineForms } from "./forms.ts";
import { remadeTables } from "./forms/partition-table.ts";
import { makeWay, settlePhases } from "./dependents.ts";
import { draftsForChange } from "./objects.ts";
import { withStatistics } from "./plan/analyze.ts";
import { afterCutOver, warnOfBodies } from "./plan/bodies.ts";
import { withCalled } from "./plan/called.ts";
import { warnBystanders } from "./plan/bystanders.ts";
import { carriesOf } from "./plan/carries.ts";
import { causedBy, causesOf } from "./plan/causes.ts";
import { underDefaultPrivileges } from "./plan/default-grants.ts";
import { draftCompanions } from "./plan/companion-drafts.ts";
import { directCompanions } from "./plan/direct-companions.ts";
import type { CompanionResult } from "./plan/form-result.ts";
import { keepAttachments } from "./plan/kept-attachments.ts";
import { oldNames, renameFirst } from "./plan/front.ts";
import { rebuildEnums } from "./plan/enum-rebuild.ts";
import { gateFor } from "./plan/gate.ts";
import { afterKeys } from "./plan/keys.ts";
import { orderMembership, standAlone } from "./plan/membership.ts";
import { keepDropped } from "./plan/keep-dropped.ts";
import { lossChecks } from "./plan/losses.ts";
import { roleChecks } from "./plan/needed-roles.ts";
import { settleNotNullNames } from "./plan/not-null-clashes.ts";
import { cloneRenameDrafts } from "./plan/name-clashes.ts";
import { takeOverNames } from "./plan/name-takeovers.ts";
import { questionsOf } from "./plan/questions.ts";
import { reshapedValues, restsOnReplaced, setByRebuild, setByType, waitForReplaced } from "./plan/replaced.ts";
import { settleMarks } from "./plan/table-marks.ts";
import { swapAround } from "./plan/swap-phases.ts";
import { returnThroughDependents } from "./plan/view-return.ts";
import { withWayBack } from "./plan/way-back.ts";

/**
 * Plans the way from one schema to another: forms are asked first, objects do the rest, the order follows from what each step makes and needs.
 * Throws `usage-invalid` for a rename that leads nowhere. Nothing of it touches a server: the evidence is `parsed`.
 */
export async function planPostgresql(request: PlanRequest): Promise<Plan> {
  const front = renameFirst(request);
  const rebuilt = rebuildEnums(front.from, request.to, request);
  const settled = settleNotNullNames(front.from, rebuilt.to);
  const { from, to } = standAlone(front.from, settled.to);
  const context: PlanContext = { request, from, to, changes: compareSchemas(from, to, front.left) };
  const { companions, forms } = askForms(context);
  const paired = draftCompanions(
    context,
    companions.map((result) => result.companion),
    request.strategy,
  );
  const claimed = new Set([
    ...[...companions, ...forms, paired].flatMap((result) => result.claimed),
    ...setByRebuild(context),
    ...setByType(context),
  ]);
  const remade = remadeTables(context);
  const swaps = swapAround(context, { claimed, gone: [...paired.gone, ...remade], come: [...paired.come, ...remade] });
  for (const change of swaps.claimed) claimed.add(change);
  const rest = draftRest(
    context,
    claimed,
    [...swaps.ids, ...paired.gone, ...forms.flatMap((result) => result.drafts).flatMap(({ makes, removes }) => [...makes, ...removes])],
    paired.come,
  );
  const formed = forms.flatMap((result) => causedBy(context, result.claimed, result.drafts));
  const before = waitForProofs(swaps.before, [...paired.drafts, ...formed]);
  const all = [...oldNames(context, front), ...before, ...paired.drafts, ...swaps.after, ...formed, ...rest];
  const drafts = waitForReplaced(
    underDefaultPrivileges(context, keepAttachments(context, returnThroughDependents(context, takeOverNames(context, all)))),
  );
  const { first, main } = settleFront([...front.drafts, ...cloneRenameDrafts(context)], settle(context, drafts));
  const ordered = placeGate(context, warnAll(context, [...first, ...orderDrafts(main), ...rebuilt.drafts, ...settled.drafts]));
  const fromFingerprint = fingerprintSchema(request.from);
  const prechecks = distinct([...companions, ...forms, ...askOnline(context, claimed)].flatMap((result) => result.prechecks));
  return Promise.resolve({
    engine: "postgresql",
    variant: request.variant,
    version: request.version,
    fromFingerprint,
    // Nothing differs: the same fingerprint, without reading it all again.
    toFingerprint: context.changes.length === 0 && front.drafts.length === 0 ? fromFingerprint : fingerprintSchema(request.to),
    steps: ordered.map((draft, index) => numberStep(draft, index, context)),
    carries: [...carriesOf(context, front, [...paired.carries, ...forms.flatMap((result) => result.carries)]), ...reshapedValues(context)],
    questions: questionsOf(request),
    unmodelled: [...new Set([...request.from.unmodelled, ...request.to.unmodelled])].toSorted(),
    prechecks: [...prechecks, ...roleChecks(context), ...lossChecks(context, front.plain, ordered)],
    evidence: parsedEvidence,
  });
}

/** What no form and no swap took: change by change, with what stands in the way going and coming around it. */
function draftRest(
  context: PlanContext,
  claimed: ReadonlySet<Change>,
  swapped: readonly string[],
  come: readonly string[],
): readonly StepDraft[] {
  const handled = new Set([
    ...swapped,
    ...[...claimed].flatMap((change) => ("object" in change ? [change.object.id] : [change.from.id, change.to.id])),
  ]);
  const way = makeWay(
    context,
    context.changes.filter((change) => !claimed.has(change)),
    handled,
  );
  const drafts = way.changes.flatMap((change) =>
    causedBy(context, [change], draftsForChange(change, context)).map((draft) =>
      afterCutOver(change, withWayBack(change, draft, context), come),
    ),
  );
  return settlePhases([...drafts, ...way.drafts]);
}

/** What no single form or kind can see: what is kept of drops, statistics that are gone, keys, functions and parents that have to be there first. */
function settle(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const whole = withStatistics(context, keepDropped(context, drafts));
  return orderMembership(context, afterKeys(context, withCalled(context, settleMarks(context, whole))));
}

/** Hazards to those whom no step names: bodies that are text, subscribers, sessions that look on. */
function warnAll(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  return warnBystanders(context, warnOfBodies(context, drafts));
}

/** What a rename needs (the schema it moves to) comes before it. */
function settleFront(
  front: readonly StepDraft[],
  drafts: readonly StepDraft[],
): { readonly first: readonly StepDraft[]; readonly main: readonly StepDraft[] } {
  const needed = new Set(front.flatMap((draft) => draft.needs));
  const early = drafts.filter(
    (draft) => draft.phase === "expand" && draft.kind === "create-schema" && draft.makes.some((id) => needed.has(id)),
  );
  return { first: [...early, ...front], main: drafts.filter((draft) => !early.includes(draft)) };
}

/** Dependents are away for one short transaction only: guards and proofs, which take long, come first. */
function waitForProofs(away: readonly StepDraft[], drafts: readonly StepDraft[]): readonly StepDraft[] {
  const slow = drafts.filter(
    (draft) => draft.phase === "contract" && !draft.needs.some((id) => id === "dependents-gone" || id.startsWith("cut-over:")),
  );
  const marks = slow.flatMap((draft) => draft.makes);
  return away.map((draft) => (draft.phase === "contract" ? { ...draft, needs: [...draft.needs, ...marks] } : draft));
}

interface Asked {
  readonly companions: readonly CompanionResult[];
  readonly forms: readonly FormResult[];
}

/** Every form sees the whole; a change goes to the first that claims it. */
function askForms(context: PlanContext): Asked {
  const isOnline = context.request.strategy === "online";
  const claimed = new Set<Change>(restsOnReplaced(context));
  const take = <R extends { readonly claimed: readonly Change[] }>(results: readonly R[]): readonly R[] =>
    results.filter((result) => {
      if (result.claimed.some((change) => claimed.has(change))) return false;
      for (const change of result.claimed) claimed.add(change);
      return true;
    });
  const companions = (isOnline ? onlineCompanions : directCompanions).flatMap((form) => take(form.apply(context)));
  for (const change of draftCompanions(
    context,
    companions.map((result) => result.companion),
    context.request.strategy,
  ).claimed)
    claimed.add(change);
  const forms = (isOnline ? onlineForms : directForms).flatMap((form) => take(form.apply(context)));
  return { companions, forms };
}

/** What the rows must fulfil does not depend on how the change is made: those who can stop are told the same. */
function askOnline(context: PlanContext, claimed: ReadonlySet<Change>): readonly Pick<FormResult, "prechecks">[] {
  if (context.request.strategy === "online") return [];
  const left = { ...context, changes: context.changes.filter((change) => !claimed.has(change)) };
  return [...onlineCompanions, ...onlineForms].flatMap((form): readonly Pick<FormResult, "prechecks">[] => form.apply(left));
}

function distinct(checks: readonly Check[]): readonly Check[] {
  return [...new Map(checks.map((check) => [check.id, check])).values()];
}

/** Before the first step that takes something away, the plan waits for the release that no longer needs it. */
function placeGate(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const contract = drafts.filter((draft) => draft.phase === "contract");
  const gate = context.request.strategy === "online" ? gateFor(contract) : null;
  const rest = (["expand", "migrate"] as const).flatMap((phase) => drafts.filter((draft) => draft.phase === phase));
  return gate === null ? [...rest, ...contract] : [...rest, gate, ...contract];
}

function numberStep(draft: StepDraft, index: number, context: PlanContext): Step {
  const { makes: _makes, needs: _needs, removes: _removes, releases: _releases, intents: _intents, ...step } = draft;
  const intents = causesOf(context, draft);
  return { id: `S${index + 1}`, ...step, evidence: parsedEvidence, ...(intents.length === 0 ? {} : { intents }) };
}
