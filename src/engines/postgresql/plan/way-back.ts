import type { Change } from "../../../model/change.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { addConstraintSql, attachedTo, indexSql } from "./attached.ts";
import { isUnprovable } from "./lost-values.ts";

/** The way back of a direct change, as far as it takes more than the object itself knows. */
export function withWayBack(change: Change, draft: StepDraft, context: PlanContext): StepDraft {
  if (change.kind === "drop") return withoutLostRows(change.object, draft, context);
  return change.kind === "modify" && change.to.kind === "column" ? withAttached(change.from, change.to, draft, context) : draft;
}

/** A rule over what goes can come back, but not proven: the values it speaks of are lost. */
export function withoutLostRows(object: SchemaObject, draft: StepDraft, context: PlanContext): StepDraft {
  if (object.kind !== "constraint" || !/^(check|foreign)$/.test(define<ConstraintDefinition>(object).type)) return draft;
  if (!isUnprovable(context, object)) return draft;
  return {
    ...draft,
    reverse: [{ kind: "statements", statements: [addConstraintSql(object, { isLate: "not valid" })], transaction: "shared" }],
    reversibility: { kind: "schema-only", until: "the step runs", loses: "the proof for the rows that are there" },
  };
}

/** A field that becomes a plain one is made anew on the way back: its indexes and rules go with it, and come again. */
function withAttached(from: SchemaObject, to: SchemaObject, draft: StepDraft, context: PlanContext): StepDraft {
  const isFreed = define<ColumnDefinition>(from).generated !== null && define<ColumnDefinition>(to).generated === null;
  if (!isFreed || draft.kind !== "alter-column") return draft;
  const again = attachedTo(context.from, [from]).map((object) =>
    object.kind === "index" ? indexSql(object, { online: "blocking" }) : addConstraintSql(object),
  );
  const reverse = draft.reverse.map((action) =>
    action.kind === "statements" ? { ...action, statements: [...action.statements, ...again] } : action,
  );
  return { ...draft, reverse };
}
