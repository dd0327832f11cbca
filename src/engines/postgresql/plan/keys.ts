import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { findObject } from "../objects/surroundings.ts";

/** A reference binds itself to a key when it is made: it waits for the keys of the table referred to that this plan brings or changes. */
export function afterKeys(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const keys = new Map<string, string[]>();
  for (const change of context.changes) {
    const object = change.kind === "add" ? change.object : change.kind === "modify" ? change.to : undefined;
    if (object?.kind !== "constraint" || !/^(?:primary|unique)$/.test(define<ConstraintDefinition>(object).type)) continue;
    keys.set(object.parent ?? "", [...(keys.get(object.parent ?? "") ?? []), object.id]);
  }
  if (keys.size === 0) return drafts;
  return drafts.map((draft) => {
    const referred = draft.makes.flatMap((mark) => {
      const object = findObject(context.to, mark.replace(/^new-rows:(?:waiting:)?/, ""));
      const table = object?.kind === "constraint" ? define<ConstraintDefinition>(object).references?.table : undefined;
      return table === undefined ? [] : (keys.get(table) ?? []);
    });
    const others = referred.filter((id) => !draft.makes.includes(id));
    return others.length === 0 ? draft : { ...draft, needs: [...new Set([...draft.needs, ...others])] };
  });
}
