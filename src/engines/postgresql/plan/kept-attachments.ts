import { phases } from "../../../model/plan.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import { attachedSql } from "../objects/attachments.ts";
import { labelOf } from "../objects/address.ts";
import { draftStep } from "../objects/draft.ts";
import { childrenOf, findObject } from "../objects/surroundings.ts";
import { kindOf } from "../objects.ts";

/** What the server forgets with the object that it stands on. */
const attachments: ReadonlySet<string> = new Set(["comment", "grant", "owner", "security-label"]);

/**
 * An object that is taken away and made anew loses its comments, grants, owner and, for a view, its indexes: they come back with it, in their final form,
 * and so they do on the way back. Cost: linear in drafts and attachments.
 */
export function keepAttachments(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const makers = makersOf(context, drafts);
  if (makers.size === 0) return drafts;
  const made = new Set(drafts.flatMap((draft) => draft.makes));
  const settled = drafts
    .filter((draft) => !takesIndexOf(context, draft, makers))
    .map((draft) => withOld(context, late(context, draft, makers), makers));
  return [...settled, ...[...makers].flatMap(([id, maker]) => restored(context, id, maker, made))];
}

/** Ids that go and come again, with the last step that makes them. */
function makersOf(context: PlanContext, drafts: readonly StepDraft[]): ReadonlyMap<string, StepDraft> {
  const removed = new Set(drafts.flatMap((draft) => draft.removes));
  const makers = new Map<string, StepDraft>();
  for (const draft of drafts) {
    for (const id of draft.makes) {
      if (!removed.has(id) || findObject(context.to, id) === undefined || findObject(context.from, id) === undefined) continue;
      // What is altered where it stands keeps what stands on it.
      if (/^(?:column|table):/.test(id) && draft.removes.includes(id)) continue;
      const known = makers.get(id);
      if (known === undefined || phases.indexOf(draft.phase) >= phases.indexOf(known.phase)) makers.set(id, draft);
    }
  }
  return makers;
}

function hostOf(context: PlanContext, id: string): string | undefined {
  return (findObject(context.to, id) ?? findObject(context.from, id))?.parent;
}

/** The step that sets an attachment waits for the form of its object that stays. */
function late(context: PlanContext, draft: StepDraft, makers: ReadonlyMap<string, StepDraft>): StepDraft {
  const hosts = draft.makes.flatMap((id) =>
    attachments.has(id.slice(0, id.indexOf(":"))) || id.startsWith("index:") ? [hostOf(context, id) ?? ""] : [],
  );
  const maker = hosts.map((host) => makers.get(host)).find((found) => found !== undefined && found !== draft);
  if (maker === undefined || phases.indexOf(maker.phase) <= phases.indexOf(draft.phase)) return draft;
  return { ...draft, phase: maker.phase };
}

/** An index that goes with its view needs no step of its own. */
function takesIndexOf(context: PlanContext, draft: StepDraft, makers: ReadonlyMap<string, StepDraft>): boolean {
  return (
    draft.removes.length > 0 &&
    draft.makes.length === 0 &&
    draft.removes.every(
      (id) => id.startsWith("index:") && findObject(context.to, id) === undefined && makers.has(findObject(context.from, id)?.parent ?? ""),
    )
  );
}

/** The way back of the step that takes the object away brings back what stood on it. */
function withOld(context: PlanContext, draft: StepDraft, makers: ReadonlyMap<string, StepDraft>): StepDraft {
  const last = draft.reverse.at(-1);
  const gone = draft.removes.filter((id) => makers.has(id));
  if (last?.kind !== "statements" || gone.length === 0) return draft;
  const told = new Set(draft.reverse.flatMap((action) => (action.kind === "statements" ? action.statements : [])));
  const missing = attachedSql(context.from, gone).filter((statement) => !told.has(statement));
  if (missing.length === 0) return draft;
  return { ...draft, reverse: [...draft.reverse.slice(0, -1), { ...last, statements: [...last.statements, ...missing] }] };
}

function restored(context: PlanContext, id: string, maker: StepDraft, made: ReadonlySet<string>): readonly StepDraft[] {
  const left = childrenOf(context.to, id).filter((child) => !made.has(child.id));
  const attached = left.filter((child) => attachments.has(child.kind) && findObject(context.from, child.id) !== undefined);
  const indexes = /^(?:view|materialized-view):/.test(id) ? left.filter((child) => child.kind === "index") : [];
  const statements = attachedSql(context.to, attached.length === 0 ? [] : [id]);
  return [
    ...indexes
      .flatMap((index: SchemaObject) => kindOf("index").create(index, { ...context, changes: [] }))
      .map((draft) => ({ ...draft, phase: maker.phase })),
    ...(statements.length === 0
      ? []
      : [
          draftStep({
            kind: "keep-attachments",
            phase: maker.phase,
            summary: `Put back what stands on ${labelOf(id)}: ${[...new Set(attached.map((child) => child.kind))].join(", ")}`,
            statements,
            reverse: [],
            makes: attached.map((child) => child.id),
            needs: [id],
          }),
        ]),
  ];
}
