import { type Change, idOfChange } from "../../../model/change.ts";
import type { Carry } from "../../../model/plan.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import { gone } from "../../order.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, GrantDefinition } from "../definitions.ts";
import { kindOf } from "../objects.ts";
import { define, draftStep, lock } from "../objects/draft.ts";
import { childrenOf, isDropped } from "../objects/surroundings.ts";
import { quoteName } from "../quote.ts";
import { attachedTo } from "./attached.ts";
import {
  attachedAfter,
  backwardSql,
  type Companion,
  type CompanionSet,
  forwardSql,
  groupByTable,
  isComputed,
  newFields,
  oldColumns,
  oldFields,
} from "./companion.ts";
import { checkDrafts, checkedMark, guardDraft } from "./companion-contract.ts";
import { type CutOver, cutOverDraft, isForeign, proveKeyDrafts, replacedBy } from "./companion-cutover.ts";
import { addFieldsDraft, backfillDraft, labelOfTable, markOf, mirrorDrafts, syncDraft } from "./companion-expand.ts";
import { analyzeDraft } from "./analyze.ts";
import { intentsOf, withCause } from "./causes.ts";
import { ownedSequences } from "./identity.ts";
import { quietUpdateSql } from "./quiet-update.ts";
import { renameColumns } from "./expression.ts";

export interface CompanionDrafts {
  readonly claimed: readonly Change[];
  readonly drafts: readonly StepDraft[];
  readonly carries: readonly Carry[];
  /** Ids that go and come at the cut-over. */
  readonly gone: readonly string[];
  readonly come: readonly string[];
}

/** All steps of all companions of a plan, table by table. */
export function draftCompanions(context: PlanContext, companions: readonly Companion[], mode: "online" | "direct"): CompanionDrafts {
  const sets = groupByTable(companions);
  const touched = keysTouched(context, sets);
  const claimed = claimedIds(context, sets);
  const cuts = sets.map((set, index): CutOver => {
    const foreign = (objects: readonly SchemaObject[]): readonly SchemaObject[] => objects.filter(isForeign);
    // What goes with its own table has gone before.
    const before = foreign(attachedTo(context.from, oldFields(set))).filter((object) => !isDropped(context, object.parent));
    const after = foreign(attachedAfter(context, set));
    return {
      context,
      set,
      mode,
      keysBefore: before.filter((object) => touched.first.get(object.id) === index),
      keysAfter: after.filter((object) => touched.last.get(object.id) === index),
    };
  });
  const goneTables = sets.flatMap((set) =>
    attachedTo(context.from, oldFields(set)).flatMap(({ parent = "" }) => (isDropped(context, parent) ? [parent] : [])),
  );
  return {
    claimed: context.changes.filter((change) => claimed.has(idOfChange(change))),
    drafts: cuts
      .flatMap((cut) => (mode === "online" ? onlineDrafts(context, cut) : directDrafts(cut)))
      .map((draft) => (isCutOver(draft) ? { ...draft, needs: [...draft.needs, ...goneTables.map(gone)] } : draft)),
    carries: sets.flatMap((set) => set.members.flatMap(carriesOf)),
    gone: sets.flatMap((set) => oldFields(set).map((object) => object.id)),
    come: sets.flatMap((set) => newFields(set).map((field) => field.object.id)),
  };
}

const isCutOver = (draft: StepDraft): boolean => /^(?:cut-over|replace-fields)$/.test(draft.kind);

/** A key between two tables of companions goes with the first of them and comes with the last. */
function keysTouched(
  context: PlanContext,
  sets: readonly CompanionSet[],
): { readonly first: ReadonlyMap<string, number>; readonly last: ReadonlyMap<string, number> } {
  const [first, last] = [new Map<string, number>(), new Map<string, number>()];
  for (const [index, set] of sets.entries()) {
    for (const { id } of attachedTo(context.from, oldFields(set))) if (!first.has(id)) first.set(id, index);
    for (const { id } of attachedAfter(context, set)) last.set(id, index);
  }
  return { first, last };
}

function onlineDrafts(context: PlanContext, cut: CutOver): readonly StepDraft[] {
  const { set } = cut;
  const cutOver = withAttachmentsBack(cutOverDraft(cut), context, set);
  const ofMember = (member: Companion, drafts: readonly StepDraft[]): readonly StepDraft[] =>
    withCause(drafts, intentsOf(context, idsOf(member)));
  const filled = set.members.filter((member) => !isComputed(member));
  return [
    ...set.members.flatMap((member) => ofMember(member, [addFieldsDraft(member), ...(isComputed(member) ? [] : [syncDraft(member)])])),
    ...causedBySet(context, set, mirrorDrafts(context, set)),
    ...filled.flatMap((member) => ofMember(member, [backfillDraft(context, member)])),
    ...filled.flatMap((member) => ofMember(member, [guardDraft(member)])),
    ...causedBySet(context, set, [
      analyzeDraft(context, set.tableId, {
        phase: "contract",
        why: "the new fields have none yet",
        // Nothing is locked before it that others wait for.
        transaction: "shared",
        makes: [`analyzed:${set.tableId}`],
        needs: set.members.map((member) => markOf(member, "guard")),
      }),
      ...checkDrafts(context, set),
      { ...cutOver, needs: [...cutOver.needs, `analyzed:${set.tableId}`, ...set.members.map((member) => markOf(member, "guard"))] },
      ...attachmentDrafts(context, set, "contract"),
      ...proveKeyDrafts(cut),
    ]),
  ];
}

function idsOf(companion: Companion): readonly string[] {
  return [...companion.olds.map((object) => object.id), ...companion.news.map((field) => field.object.id)];
}

function causedBySet(context: PlanContext, set: CompanionSet, drafts: readonly StepDraft[]): readonly StepDraft[] {
  return withCause(drafts, intentsOf(context, set.members.flatMap(idsOf)));
}

function directDrafts(cut: CutOver): readonly StepDraft[] {
  const { set } = cut;
  const updates = set.members
    .filter((member) => !isComputed(member))
    .map((member) =>
      quietUpdateSql(set.table, member.news.map((field) => `${quoteName(field.working)} = ${forwardSql(member, field)}`).join(", "), null),
    );
  return causedBySet(cut.context, set, [
    ...set.members.map(addFieldsDraft),
    draftStep({
      kind: "fill-companion",
      phase: "expand",
      summary: `Fill ${newFields(set)
        .map((field) => field.column.name)
        .join(", ")} of ${labelOfTable(set)}`,
      statements: updates,
      reverse: [],
      blocks: [lock(labelOfTable(set), "ACCESS EXCLUSIVE", "rewrite")],
      makes: [checkedMark(set)],
      needs: set.members.map((member) => markOf(member, "fields")),
    }),
    withAttachmentsBack(cutOverDraft(cut), cut.context, set),
    ...attachmentDrafts(cut.context, set, "expand"),
    ...proveKeyDrafts(cut),
  ]);
}

/** Changes that the companions take care of besides their own: what hangs on the old or the new fields. */
function claimedIds(context: PlanContext, sets: readonly CompanionSet[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const set of sets) {
    const [olds, news] = [oldFields(set), newFields(set).map((field) => field.object)];
    for (const object of [...olds, ...news, ...attachedTo(context.from, olds), ...attachedTo(context.to, news)]) ids.add(object.id);
    for (const { before } of ownedSequences(
      context.from,
      context.to,
      olds.map((object) => object.id),
    ))
      ids.add(before.id);
    for (const object of [...attachmentsOf(context, set), ...replacedBy(context, set)]) ids.add(object.id);
  }
  return ids;
}

/** Comments on old and new fields and what hangs on them; grants that name them. */
function attachmentsOf(context: PlanContext, set: CompanionSet): readonly SchemaObject[] {
  return [...attachmentsIn(context, "from", set), ...attachmentsIn(context, "to", set)];
}

function attachmentsIn(context: PlanContext, side: "from" | "to", set: CompanionSet): readonly SchemaObject[] {
  const fields = side === "from" ? oldFields(set) : newFields(set).map((field) => field.object);
  const ids = new Set([...fields, ...attachedTo(context[side], fields)].map((object) => object.id));
  const names = fields.map((object) => quoteName(define<ColumnDefinition>(object).name));
  const comments = [...ids].flatMap((id) => childrenOf(context[side], id, "comment"));
  const grants = childrenOf(context[side], set.tableId, "grant").filter((object) => {
    return define<GrantDefinition>(object).privileges.some((privilege) =>
      names.some((name) => new RegExp(`[(,] ?${name.replaceAll(/[$.*+?()[\]{}|^\\]/g, "\\$&")}[,)]`).test(privilege)),
    );
  });
  return [...comments, ...grants];
}

/** The old fields took their comments and grants along; the new ones get theirs. */
function attachmentDrafts(context: PlanContext, set: CompanionSet, phase: "expand" | "contract"): readonly StepDraft[] {
  const after = attachmentsIn(context, "to", set);
  if (after.length === 0) return [];
  return [
    draftStep({
      kind: "restore-attachments",
      phase,
      summary: `Comments and grants of ${labelOfTable(set)}`,
      statements: creationSql(context, after),
      reverse: [],
      makes: after.map((object) => object.id),
      needs: [`cut-over:${set.tableId}`],
    }),
  ];
}

/** The way back of a cut-over brings the comments and grants of the old fields along. */
function withAttachmentsBack(draft: StepDraft, context: PlanContext, set: CompanionSet): StepDraft {
  const statements = creationSql(context, attachmentsIn(context, "from", set));
  return {
    ...draft,
    reverse: draft.reverse.map((action) =>
      action.kind === "statements" ? { ...action, statements: [...action.statements, ...statements] } : action,
    ),
  };
}

function creationSql(context: PlanContext, objects: readonly SchemaObject[]): readonly string[] {
  const still = { ...context, changes: [] };
  return objects.flatMap((object) =>
    kindOf(object.kind)
      .create(object, still)
      .flatMap((draft) => (draft.action.kind === "statements" ? draft.action.statements : [])),
  );
}

function carriesOf(companion: Companion): readonly Carry[] {
  if (isComputed(companion)) return [];
  const label = labelOfTable(companion);
  const final = Object.fromEntries(companion.news.map((field) => [field.working, field.column.name]));
  const [field] = companion.news;
  const [old] = oldColumns(companion);
  const forward = (index: number): string => forwardSql(companion, companion.news[index] as Companion["news"][number]);
  const backward = (column: ColumnDefinition): string | null => {
    const expression = backwardSql(companion, column);
    return expression === null ? null : renameColumns(expression, final);
  };
  if (companion.news.length === 1 && companion.olds.length === 1 && field !== undefined && old !== undefined) {
    return [
      {
        objectBefore: label,
        objectAfter: label,
        fieldBefore: old.name,
        fieldAfter: field.column.name,
        forward: forward(0),
        backward: backward(old),
      },
    ];
  }
  return [
    ...companion.news.map((item, index) => ({
      objectBefore: label,
      objectAfter: label,
      fieldBefore: null,
      fieldAfter: item.column.name,
      forward: forward(index),
      backward: null,
    })),
    ...oldColumns(companion).map((column) => ({
      objectBefore: label,
      objectAfter: label,
      fieldBefore: column.name,
      fieldAfter: null,
      forward: null,
      backward: backward(column),
    })),
  ];
}
