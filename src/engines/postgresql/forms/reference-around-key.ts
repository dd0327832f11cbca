import { type Change, idOfChange } from "../../../model/change.ts";
import type { Phase } from "../../../model/plan.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { Form, FormResult, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition } from "../definitions.ts";
import { gone } from "../../order.ts";
import { kindOf } from "../objects.ts";
import { define } from "../objects/draft.ts";
import { findObject, isDropped } from "../objects/surroundings.ts";
import { changesOf, waitsForValues } from "../plan/place.ts";
import { canStandAlone } from "../plan/scope.ts";
import { withoutLostRows } from "../plan/way-back.ts";
import { addAndValidate } from "./constraint-not-valid.ts";

/** A key cannot be replaced while a reference rests on it. */
export const referenceAroundKey: Form = {
  id: "reference-around-key",
  summary: "References step aside while the key or index they rest on is replaced, and are proven again afterwards.",
  apply: (context) =>
    context.from.objects.flatMap((object): readonly FormResult[] => {
      if (object.kind !== "constraint" || define<ConstraintDefinition>(object).type !== "foreign") return [];
      if (isDropped(context, object.parent) || isDropped(context, define<ConstraintDefinition>(object).references?.table)) return [];
      const key = keyChange(context, object);
      if (key === undefined) return [];
      const own = changesOf(context, "constraint").find((change) => idOfChange(change) === object.id);
      const after = findObject(context.to, object.id);
      // Only a key that goes for good waits for the contract phase; a reference that changes has left it by then.
      if (key.kind === "drop" && own !== undefined) return [];
      const phase: Phase = key.kind === "modify" && !waitsForValues(context, key.to) ? "expand" : "contract";
      const away = kindOf("constraint")
        .drop(object, context)
        .map((draft) => ({ ...withoutLostRows(object, draft, context), phase, makes: [...draft.makes, `released:${object.id}`] }));
      // Made while the old key still stands, it would bind itself to that one again.
      const settled = key.kind === "drop" ? [gone(key.object.id)] : [];
      const back =
        after === undefined ? [] : bringBack(context, after, phase).map((draft) => ({ ...draft, needs: [...draft.needs, ...settled] }));
      return [{ claimed: own === undefined ? [] : [own], drafts: [...away, ...back], carries: [], prechecks: [] }];
    }),
};

/** The change of the key that the reference rests on, where that takes the key away in place. */
function keyChange(context: PlanContext, reference: SchemaObject): Change | undefined {
  const table = define<ConstraintDefinition>(reference).references?.table;
  return context.changes.find((change) => {
    if (change.kind !== "modify" && change.kind !== "drop") return false;
    const key = change.kind === "modify" ? change.from : change.object;
    if ((key.kind !== "constraint" && key.kind !== "index") || key.parent !== table || !reference.dependsOn.includes(key.id)) return false;
    return !key.dependsOn.some((id) => isRetyped(context, id));
  });
}

/** A companion takes over such a column, and its references with it. */
function isRetyped(context: PlanContext, id: string): boolean {
  const [before, after] = [findObject(context.from, id), findObject(context.to, id)];
  if (before?.kind !== "column") return false;
  return after !== undefined && define<ColumnDefinition>(before).type !== define<ColumnDefinition>(after).type;
}

function bringBack(context: PlanContext, reference: SchemaObject, phase: Phase): readonly StepDraft[] {
  const isOnline = context.request.strategy === "online" && canStandAlone(context);
  const drafts =
    isOnline && define<ConstraintDefinition>(reference).validated
      ? addAndValidate(reference)
      : kindOf("constraint").create(reference, context);
  return drafts.map((draft) => ({ ...draft, phase, needs: [...draft.needs, `released:${reference.id}`] }));
}
