import type { Change } from "../../../model/change.ts";
import { idOfChange } from "../../../model/change.ts";
import type { Phase } from "../../../model/plan.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import { orderDrafts } from "../../order.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import { labelOf } from "../objects/address.ts";
import { findObject } from "../objects/surroundings.ts";
import { usersOf } from "./users.ts";
import type { FunctionDefinition } from "../definitions.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { kindOf } from "../objects.ts";
import { yieldingKinds } from "../objects/stand-alone-kinds.ts";

/** Kinds that hold on to what they read and have to be out of the way before it changes. */
const holders: ReadonlySet<string> = new Set(["view", "materialized-view", "policy", "trigger", "function", ...yieldingKinds]);
/** What hangs on a holder and goes with it. */
const companions = new Set([...holders, "grant", "comment", "owner", "security-label", "index"]);

export interface SwapRequest {
  readonly context: PlanContext;
  readonly phase: Phase;
  /** Ids of the schema before that go or change under their dependents. */
  readonly gone: readonly string[];
  /** Ids of the schema after that come in the same moment. */
  readonly come: readonly string[];
  /** Ids that another swap, later, brings into their final form: this one puts them back as they were. */
  readonly later: ReadonlySet<string>;
  /** Changes that forms take care of: a key or an index among them is out of the way, or in place, without this swap. */
  readonly claimed: ReadonlySet<Change>;
}
export interface Swap {
  readonly claimed: readonly Change[];
  readonly ids: ReadonlySet<string>;
  readonly before: readonly StepDraft[];
  readonly after: readonly StepDraft[];
}

const empty: Swap = { claimed: [], ids: new Set(), before: [], after: [] };

/** Takes dependents away before what they rest on changes, and puts their new form back afterwards, in order and with what hangs on them. */
export function swapDependents(request: SwapRequest): Swap {
  const { context, gone, come, later } = request;
  const changed = new Map(context.changes.map((change) => [idOfChange(change), change]));
  const isFormed = (object: SchemaObject): boolean => {
    const change = /^(index|constraint)$/.test(object.kind) ? changed.get(object.id) : undefined;
    return change !== undefined && request.claimed.has(change);
  };
  // What yields, and goes for good, is dropped in its own order.
  const away = sortObjects(heldBy(context.from, gone)).filter(
    (object) =>
      !isFormed(object) &&
      (!(yieldingKinds.has(object.kind) || /^(index|constraint)$/.test(object.kind)) || findObject(context.to, object.id) !== undefined),
  );
  const awayIds = new Set(away.map((object) => object.id));
  const fresh = heldBy(context.to, come)
    .filter((object) => !isFormed(object))
    .filter((object) => awayIds.has(object.id) || changed.get(object.id)?.kind !== undefined);
  const backIds = new Set([
    ...away.filter((object) => findObject(context.to, object.id) !== undefined).map((object) => object.id),
    ...fresh.map((object) => object.id),
  ]);
  const source = (id: string): SchemaObject | undefined =>
    (later.has(id) ? findObject(context.from, id) : undefined) ?? findObject(context.to, id);
  const back = withAttachments(
    context,
    [...backIds].flatMap((id) => source(id) ?? []),
    later,
  );
  if (away.length === 0 && back.length === 0) return empty;
  // A modified holder that was not in the way before (it only comes to depend on what comes) is still there.
  const replaced = back.filter(
    (object) =>
      !awayIds.has(object.id) && holders.has(object.kind) && findObject(context.from, object.id) !== undefined && !hangsOn(object, awayIds),
  );
  const removed = sortObjects([...away, ...replaced.flatMap((object) => findObject(context.from, object.id) ?? [])]);
  const ids = new Set([...removed.map((object) => object.id), ...back.map((object) => object.id)]);
  const vanished = withAttachments({ ...context, to: context.from }, removed, later).map((object) => object.id);
  const touched = new Set([...ids, ...vanished]);
  return {
    claimed: context.changes.filter((change) => touched.has(idOfChange(change)) && !later.has(idOfChange(change))),
    ids: touched,
    before: removeDraft(request, removed),
    after: restoreDraft(request, back),
  };
}

/** Holders that depend on one of `ids`, directly or through other holders. */
export function heldBy(schema: Schema, ids: readonly string[]): readonly SchemaObject[] {
  const found = new Set<SchemaObject>();
  const [seen, touched] = [new Set(ids), new Set(ids)];
  const queue = [...ids];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const object of usersOf(schema, id)) {
      if (found.has(object)) continue;
      const uses = object.dependsOn.filter((other) => seen.has(other));
      if (!holders.has(object.kind) && !isMadeWith(object, uses)) continue;
      if (uses.length === 0 && !(object.parent !== undefined && seen.has(object.parent))) continue;
      if (object.kind === "function" && !isBound(object, uses)) continue;
      // What stands on a thing that goes as a whole goes with it.
      if (/^(trigger|policy)$/.test(object.kind) && touched.has(object.parent ?? "") && object.parent?.startsWith("table:") === true)
        continue;
      found.add(object);
      seen.add(object.id);
      queue.push(object.id);
    }
  }
  return found.size === 0 ? [] : schema.objects.filter((object) => found.has(object));
}

/** An index or a rule of a table that is made with an operator class, an operator or a function, not only with columns. */
function isMadeWith(object: SchemaObject, uses: readonly string[]): boolean {
  return (
    /^(index|constraint)$/.test(object.kind) && uses.some((id) => /^(operator-class|operator|function|text-search-configuration):/.test(id))
  );
}

/** A body that is text is bound when it runs; one of parsed SQL, and a signature that names a type, hold on to what they use. */
export function isBound(object: SchemaObject, uses: readonly string[]): boolean {
  const { text, returns, language } = define<FunctionDefinition>(object);
  const signature = `${object.id} ${returns ?? ""}`;
  return (
    (language === "sql" && /\bBEGIN ATOMIC\b|^\s*RETURN\b/m.test(text)) ||
    uses.some((id) => /^(view|materialized-view|foreign-table|table|enum|domain|\w+-type):/.test(id) && signature.includes(labelOf(id)))
  );
}

function hangsOn(object: SchemaObject, ids: ReadonlySet<string>): boolean {
  return object.parent !== undefined && ids.has(object.parent);
}

/** The objects with grants, comments and indexes on them. */
function withAttachments(context: PlanContext, objects: readonly SchemaObject[], later: ReadonlySet<string>): readonly SchemaObject[] {
  const all = new Map(objects.map((object) => [object.id, object]));
  // A map is walked with what is added on the way: an index of a view has a comment of its own.
  for (const object of all.values()) {
    const schema = later.has(object.id) ? context.from : context.to;
    for (const other of usersOf(schema, object.id)) {
      if (!companions.has(other.kind) || all.has(other.id)) continue;
      if (other.parent === object.id || (/^(grant|comment)$/.test(other.kind) && other.dependsOn.includes(object.id)))
        all.set(other.id, other);
    }
  }
  return [...all.values()];
}

/** What others rest on comes first. */
export function sortObjects(objects: readonly SchemaObject[]): readonly SchemaObject[] {
  const byId = new Map(objects.map((object) => [object.id, object]));
  const placed = new Set<SchemaObject>();
  const visit = (object: SchemaObject): void => {
    if (placed.has(object)) return;
    placed.add(object);
    for (const id of [...object.dependsOn, ...(object.parent === undefined ? [] : [object.parent])]) {
      const other = byId.get(id);
      if (other !== undefined) visit(other);
    }
    sorted.push(object);
  };
  const sorted: SchemaObject[] = [];
  for (const object of objects) visit(object);
  return sorted;
}

function statementsOf(drafts: readonly StepDraft[], way: "up" | "down"): readonly string[] {
  if (way === "up") return drafts.flatMap((draft) => (draft.action.kind === "statements" ? draft.action.statements : []));
  return drafts.toReversed().flatMap((draft) => draft.reverse.flatMap((action) => (action.kind === "statements" ? action.statements : [])));
}

/** Makes the objects anew; inside a context in which nothing else changes, so that every kind says all it has to say. */
export function creationOf(
  context: PlanContext,
  objects: readonly SchemaObject[],
): { readonly up: readonly string[]; readonly down: readonly string[] } {
  const still = { ...context, changes: [] };
  const drafts = orderDrafts(
    sortObjects(objects)
      .flatMap((object) => kindOf(object.kind).create(object, still))
      .map((draft) => ({ ...draft, phase: "expand" as const })),
  );
  const down = sortObjects(objects)
    .toReversed()
    .filter((object) => {
      if (/^(grant|comment|owner|security-label)$/.test(object.kind)) return false;
      // A trigger lets go of its function before that goes; all else goes with what it stands on.
      return object.kind === "trigger" || !objects.some((other) => other.id === object.parent);
    })
    .flatMap((object) => kindOf(object.kind).drop(object, still));
  return { up: statementsOf(drafts, "up"), down: statementsOf(down, "up") };
}

function removeDraft(request: SwapRequest, removed: readonly SchemaObject[]): readonly StepDraft[] {
  if (removed.length === 0) return [];
  const context = { ...request.context, to: request.context.from };
  const { up, down } = creationOf(context, withAttachments(context, removed, new Set()));
  // Their table stands still until the transaction ends.
  const stopped = [
    ...new Set(
      removed.flatMap(({ kind, parent = "" }) =>
        /^(index|constraint|rule)$/.test(kind) && parent.startsWith("table:") ? [labelOf(parent)] : [],
      ),
    ),
  ];
  return [
    draftStep({
      kind: "take-dependents-away",
      phase: request.phase,
      summary: `Take away for a moment: ${removed.map((object) => `${object.kind} ${labelOf(object.id)}`).join(", ")}`,
      statements: down,
      reverse: up,
      blocks: [
        ...removed
          .filter((object) => /view/.test(object.kind))
          .map((object) => lock(labelOf(object.id), "ACCESS EXCLUSIVE", "transaction")),
        ...stopped.map((label) => lock(label, "ACCESS EXCLUSIVE", "transaction")),
      ],
      hazards: [
        ...removed.map((object) =>
          hazard(
            "breaks-dependents",
            labelOf(object.id),
            "Rests on what changes: gone until the last step of this transaction puts it back.",
            "note",
          ),
        ),
        ...stopped.map((label) => hazard("blocks-reads", label, "Nobody can read the table while its indexes or rules are made anew.")),
      ],
      makes: ["dependents-gone"],
      removes: removed.map((object) => object.id),
      releases: [...new Set(removed.flatMap((object) => object.dependsOn))],
    }),
  ];
}

function restoreDraft(request: SwapRequest, back: readonly SchemaObject[]): readonly StepDraft[] {
  if (back.length === 0) return [];
  const { up, down } = creationOf(request.context, back);
  const ids = new Set(back.map((object) => object.id));
  return [
    draftStep({
      kind: "put-dependents-back",
      phase: request.phase,
      summary: `Put in place: ${back
        .filter((object) => !/^(?:grant|comment)$/.test(object.kind))
        .map((object) => `${object.kind} ${labelOf(object.id)}`)
        .join(", ")}`,
      statements: up,
      reverse: down,
      makes: ["dependents-back", ...ids],
      needs: [...new Set(back.flatMap((object) => object.dependsOn))].filter((id) => !ids.has(id)),
    }),
  ];
}
