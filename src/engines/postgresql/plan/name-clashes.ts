import { parseName, printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import { kindOf } from "../objects.ts";
import { labelOf, partsOf } from "../objects/address.ts";
import { draftStep, lock } from "../objects/draft.ts";
import { clonesOf } from "../objects/inheritance.ts";
import { findObject } from "../objects/surroundings.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import type { Renames } from "./follow.ts";
import { fitName } from "./naming.ts";

/**
 * Tables, views, sequences, indexes and the indexes of keys share one space of names. A key or index that goes in the contract phase would hold its
 * name against a new one of the expand phase: it gives it away first. Cost: linear.
 */
export function clashRenames(from: Schema, to: Schema, label: string): Renames {
  const own = to.objects.flatMap((object) => relationNames(object).map((name) => [name, object] as const));
  const below = to.objects.flatMap(clonesOf).flatMap((clone) => relationNames(clone).map((name) => [name, clone] as const));
  const wanted = new Map([...below, ...own]);
  const clones = new Set(below.map(([, clone]) => clone));
  return Object.fromEntries(
    from.objects.flatMap((object): readonly (readonly [string, string])[] => {
      if (object.kind !== "index" && object.kind !== "constraint") return [];
      const [name] = relationNames(object);
      const taker = name === undefined ? undefined : wanted.get(name);
      if (name === undefined || taker === undefined) return [];
      if (taker.id === object.id && taker.parent === object.parent && (!clones.has(taker) || isSameText(taker, object))) return [];
      // On one and the same table the forms see to it.
      if (
        taker.parent === object.parent &&
        findObject(to, object.parent ?? "") !== undefined &&
        taker.kind === object.kind &&
        !clones.has(taker)
      )
        return [];
      if (findObject(to, object.id)?.parent === object.parent) return [];
      const parts = partsOf(object.id);
      const given = fitName(`${parts.at(-1) ?? ""}_${label}_old`);
      return [[object.id, `${object.kind}:${printName([...parts.slice(0, -1), given])}`]];
    }),
  );
}

function isSameText(one: SchemaObject, other: SchemaObject): boolean {
  const textOf = (object: SchemaObject): unknown => (object.definition as { readonly text?: string }).text;
  return textOf(one) === textOf(other);
}

/**
 * Indexes and keys that parts have from their parent hold their names until the parent's goes; what this plan builds under such a name comes before that.
 * They give the name away at the very beginning. Cost: linear.
 */
export function cloneRenameDrafts(context: PlanContext): readonly StepDraft[] {
  const wanted = new Set(builtNames(context));
  if (wanted.size === 0) return [];
  return context.from.objects.flatMap((table) => {
    if (findObject(context.to, table.id) === undefined) return [];
    return clonesOf(table).flatMap((clone) => {
      const [name] = relationNames(clone);
      if (name === undefined || !wanted.has(name)) return [];
      const [schema = "", own = ""] = parseName(name);
      const given = fitName(`${own}_${context.request.label}_old`);
      return [
        draftStep({
          kind: "rename-index",
          phase: "expand",
          summary: `Let the index ${name} of ${labelOf(table.id)} give its name away`,
          statements: [`ALTER INDEX ${quoteQualified(schema, own)} RENAME TO ${quoteName(given)}`],
          // On the way back the parent's has come again, and may have named its parts itself.
          reverse: [`ALTER INDEX IF EXISTS ${quoteQualified(schema, given)} RENAME TO ${quoteName(own)}`],
          blocks: [lock(labelOf(table.id), "SHARE UPDATE EXCLUSIVE")],
        }),
      ];
    });
  });
}

/** Names under which the plan builds an index or a key: of what is new or replaced, on its own table and on the parts. */
function builtNames(context: PlanContext): readonly string[] {
  const built = context.changes.flatMap((change) => {
    if (change.kind === "rename" || change.kind === "drop") return [];
    const object = change.kind === "add" ? change.object : change.to;
    if (object.kind !== "index" && object.kind !== "constraint") return [];
    return change.kind === "add" || kindOf(object.kind).alter(change.from, change.to, context) === null ? [object] : [];
  });
  if (built.length === 0) return [];
  const heirs = new Map<string, SchemaObject[]>();
  for (const clone of context.to.objects.flatMap(clonesOf)) {
    for (const id of clone.dependsOn) heirs.set(id, [...(heirs.get(id) ?? []), clone]);
  }
  const withHeirs = (object: SchemaObject): readonly SchemaObject[] => [object, ...(heirs.get(object.id) ?? []).flatMap(withHeirs)];
  return built.flatMap(withHeirs).flatMap(relationNames);
}

/** The name that the object takes in its schema, as `schema.name`; none where it takes none. */
function relationNames(object: SchemaObject): readonly string[] {
  if (object.kind === "constraint") {
    const { schema, name, type } = object.definition as { readonly schema?: string; readonly name?: string; readonly type?: string };
    return type === "primary" || type === "unique" || type === "exclusion" ? [printName([schema ?? "", name ?? ""])] : [];
  }
  return /^(?:table|view|materialized-view|sequence|index|foreign-table)$/.test(object.kind) ? [printName(partsOf(object.id))] : [];
}
