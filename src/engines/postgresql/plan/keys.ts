import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { findObject } from "../objects/surroundings.ts";

/** A reference binds itself to a key when it is made: it waits for the keys of the table referred to that this plan brings or changes. */
export function afterKeys(context: PlanContext, drafts: readonly StepDraft[]): readonly StepDraft[] {
  const keys = changedKeys(context);
  if (keys.size === 0) return drafts;
  const late = lateKeys(context, keys, drafts);
  return drafts.map((draft) => {
    const referred = draft.makes.flatMap((mark) => {
      const object = findObject(context.to, mark.replace(/^new-rows:(?:waiting:)?/, ""));
      const table = object?.kind === "constraint" ? define<ConstraintDefinition>(object).references?.table : undefined;
      return table === undefined ? [] : (keys.get(table) ?? []).map((key) => key.id);
    });
    const others = referred.filter((id) => !draft.makes.includes(id));
    const freed = draft.makes.flatMap((id) => late.get(id) ?? []);
    const isLate = freed.length > 0 || others.some((id) => late.has(id));
    const needs = [...new Set([...draft.needs, ...others, ...freed])];
    return others.length + freed.length === 0 ? draft : { ...draft, ...(isLate ? { phase: "contract" as const } : {}), needs };
  });
}

/** Keys that are added or changed, by their tables. */
function changedKeys(context: PlanContext): ReadonlyMap<string, readonly SchemaObject[]> {
  const keys = context.changes.flatMap((change) => {
    const object = change.kind === "add" ? change.object : change.kind === "modify" ? change.to : undefined;
    return object?.kind === "constraint" && /^(?:primary|unique)$/.test(define<ConstraintDefinition>(object).type) ? [object] : [];
  });
  return Map.groupBy(keys, ({ parent = "" }) => parent);
}

/**
 * Keys over the fields of a reference that steps aside in the contract phase, because its own key goes. On the way back it must find the old key alone, so
 * these come while it is away. Values: marks that say that it is.
 */
function lateKeys(
  context: PlanContext,
  keys: ReadonlyMap<string, readonly SchemaObject[]>,
  drafts: readonly StepDraft[],
): ReadonlyMap<string, readonly string[]> {
  const found = drafts.flatMap((draft) => {
    if (draft.phase !== "contract") return [];
    return draft.makes.flatMap((mark) => {
      const reference = mark.startsWith("released:") ? findObject(context.to, mark.slice("released:".length)) : undefined;
      const target = reference === undefined ? null : define<ConstraintDefinition>(reference).references;
      if (target === null) return [];
      const fields = target.columns.toSorted().join();
      const fitting = (keys.get(target.table) ?? []).filter(
        (key) => define<ConstraintDefinition>(key).columns.toSorted().join() === fields,
      );
      return fitting.map((key) => ({ key: key.id, mark }));
    });
  });
  return new Map([...Map.groupBy(found, ({ key }) => key)].map(([key, marks]) => [key, marks.map(({ mark }) => mark)]));
}
