import type { Change } from "../../model/change.ts";
import { LeadError } from "../../model/error.ts";
import type { Phase } from "../../model/plan.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../step-draft.ts";
import { withAttachments } from "./objects/attachments.ts";
import { commentKind } from "./objects/comment.ts";
import { grantKind } from "./objects/grant.ts";
import { ownerKind } from "./objects/owner.ts";
import { modelledKinds } from "./objects/registry.ts";
import { renameObject } from "./objects/renaming.ts";
import { securityLabelKind } from "./objects/security-label.ts";
import { replacedKinds } from "./objects/stand-alone-kinds.ts";

const plain: readonly ObjectKind[] = [grantKind, commentKind, ownerKind, securityLabelKind];
const carrying = modelledKinds.map(({ kind }) => withAttachments(kind));
const kinds = new Map([...carrying, ...plain].map((kind) => [kind.kind, kind]));

/** The object kind of this name. Throws `internal-error` for a name that no schema of ours holds. */
export function kindOf(kind: string): ObjectKind {
  const found = kinds.get(kind);
  if (found === undefined) throw new LeadError("internal-error", `There is no PostgreSQL object kind "${kind}".`);
  return found;
}

/** Direct drafts for one change. What cannot be altered in place is dropped and created in one phase. A rename is followed by what else differs. */
export function draftsForChange(change: Change, context: PlanContext): readonly StepDraft[] {
  switch (change.kind) {
    case "add":
      return kindOf(change.object.kind).create(change.object, context);
    case "drop":
      return kindOf(change.object.kind).drop(change.object, context);
    case "modify":
      return kindOf(change.to.kind).alter(change.from, change.to, context) ?? replaceObject(change, context);
    case "rename":
      return renameObject(change.from, change.to);
  }
}

/** Kinds whose replacement takes something away that running code may use. */
const breaking: ReadonlySet<string> = new Set([...["column", "view", "materialized-view", "function", "domain", "enum"], ...replacedKinds]);

function replaceObject(change: Extract<Change, { kind: "modify" }>, context: PlanContext): readonly StepDraft[] {
  const kind = kindOf(change.to.kind);
  const phase: Phase = breaking.has(change.to.kind) ? "contract" : "expand";
  return [...kind.drop(change.from, context), ...kind.create(change.to, context)].map((draft) => ({ ...draft, phase }));
}

export { renameObject };
