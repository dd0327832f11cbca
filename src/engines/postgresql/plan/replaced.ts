import type { Change } from "../../../model/change.ts";
import { printName } from "../../../model/name.ts";
import type { Carry } from "../../../model/plan.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, TableDefinition } from "../definitions.ts";
import type { CompositeTypeDefinition } from "../objects/composite-type-text.ts";
import { labelOf, sqlNameOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { findObject } from "../objects/surroundings.ts";
import { replacedKinds } from "../objects/stand-alone-kinds.ts";
import { columnsOfType } from "../objects/type-users.ts";
import { isReplaced } from "./swap-phases.ts";

const kindOfId = (id: string): string => id.slice(0, id.indexOf(":"));

/** What is made with a type, an operator class … that only the contract phase brings into its final form waits for it. Cost: linear, a few rounds. */
export function waitForReplaced(drafts: readonly StepDraft[]): readonly StepDraft[] {
  const isLate = (draft: StepDraft): boolean => draft.phase === "contract";
  const isMaking = ({ makes }: StepDraft): boolean => makes.some((id) => replacedKinds.has(kindOfId(id)));
  const late = new Set(drafts.filter((draft) => isLate(draft) && isMaking(draft)).flatMap(({ makes }) => makes));
  if (late.size === 0) return drafts;
  for (const draft of drafts) if (!isLate(draft) && isMaking(draft)) for (const id of draft.makes) late.delete(id);
  let settled = drafts;
  for (let isMoving = late.size > 0; isMoving; ) {
    isMoving = false;
    settled = settled.map((draft) => {
      if (isLate(draft) || !draft.needs.some((id) => late.has(id))) return draft;
      for (const id of draft.makes) late.add(id);
      isMoving = true;
      return { ...draft, phase: "contract" };
    });
  }
  return settled;
}

/** Indexes and rules of tables that rest on what is made anew: no form can build them beside the old ones. */
export function restsOnReplaced(context: PlanContext): readonly Change[] {
  const replaced = new Set(
    context.changes.flatMap((change) =>
      change.kind === "modify" && replacedKinds.has(change.to.kind) && isReplaced(change, context) ? [change.to.id] : [],
    ),
  );
  if (replaced.size === 0) return [];
  return context.changes.filter((change) => {
    const object = "object" in change ? change.object : change.to;
    return /^(index|constraint)$/.test(object.kind) && object.dependsOn.some((id) => replaced.has(id));
  });
}

/** Columns whose values have another shape afterwards, because attributes of their type come, go or change places. */
export function reshapedValues(context: PlanContext): readonly Carry[] {
  return context.changes.flatMap((change) => {
    if (change.kind !== "modify" || change.to.kind !== "composite-type") return [];
    const [before, after] = [change.from, change.to].map((object) =>
      define<CompositeTypeDefinition>(object)
        .attributes.map(({ name }) => name)
        .join("\n"),
    );
    if (before === after) return [];
    return columnsOfType(change.to.id, context.from, context.to).map(({ column }) => {
      const object = printName([column.schema, column.table]);
      return {
        objectBefore: object,
        objectAfter: object,
        fieldBefore: column.name,
        fieldAfter: column.name,
        forward: null,
        backward: null,
      };
    });
  });
}

/** Columns of tables that are made of a type which gives an attribute another type: the step of the type does it. */
export function setByType(context: PlanContext): readonly Change[] {
  const types = new Set(
    context.changes.flatMap((change) =>
      change.kind === "modify" && change.to.kind === "composite-type" ? [sqlNameOf(change.to.id), labelOf(change.to.id)] : [],
    ),
  );
  if (types.size === 0) return [];
  return context.changes.filter((change) => {
    if (change.kind !== "modify" || change.to.kind !== "column") return false;
    const [old, next] = [findObject(context.from, change.from.parent ?? ""), findObject(context.to, change.to.parent ?? "")];
    const isTyped = [old, next].every((table) => table?.kind === "table" && types.has(define<TableDefinition>(table).ofType ?? ""));
    const [before, after] = [define<ColumnDefinition>(change.from), define<ColumnDefinition>(change.to)];
    return isTyped && JSON.stringify({ ...before, type: after.type, collation: after.collation }) === JSON.stringify(after);
  });
}

/** Columns that only get another spelling of their default, because the type that they are of is made anew: that step sets it. */
export function setByRebuild(context: PlanContext): readonly Change[] {
  const rebuilt = new Set(
    context.changes.flatMap((change) =>
      change.kind === "modify" && /^(range|composite)-type$/.test(change.to.kind) ? [change.to.id] : [],
    ),
  );
  if (rebuilt.size === 0) return [];
  return context.changes.filter((change) => {
    if (change.kind !== "modify" || change.to.kind !== "column" || !change.to.dependsOn.some((id) => rebuilt.has(id))) return false;
    const [before, after] = [define<ColumnDefinition>(change.from), define<ColumnDefinition>(change.to)];
    return JSON.stringify({ ...before, default: after.default }) === JSON.stringify(after);
  });
}
