import type { Change } from "../../../model/change.ts";
import { LeadError } from "../../../model/error.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import { compareSchemas } from "../../diff.ts";
import { orderDrafts } from "../../order.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { EnumDefinition } from "../definitions.ts";
import { labelOf, partsOf } from "../objects/address.ts";
import { define } from "../objects/draft.ts";
import { findObject } from "../objects/surroundings.ts";
import { renameObject } from "../objects.ts";
import { canHaveCompanion } from "../forms/rename-column.ts";
import { keepOldName } from "../forms/rename-table.ts";
import { followValues, renameValueDrafts, type ValueRename, valueRenames } from "./enum-values.ts";
import { completeRenames, followId, followRenames, movedSchemas, ownerOf, type Renames } from "./follow.ts";
import { clashRenames } from "./name-clashes.ts";
import { quietDrafts, quietRenames } from "./quiet-renames.ts";
import type { PlanRequest } from "../../engine.ts";

export interface Front {
  /** The schema after the plain renames that come before everything else. */
  readonly from: Schema;
  /** Column renames that run through a companion, in names after the plain ones. */
  readonly left: Renames;
  readonly plain: Renames;
  readonly renamed: readonly (readonly [SchemaObject, SchemaObject])[];
  readonly drafts: readonly StepDraft[];
  /** Values of enumerations that got another name. */
  readonly values: readonly ValueRename[];
}

/**
 * Renames that cost nothing are done first, so that all else speaks the new names: values of enumerations, schemas with all that stands in them, objects,
 * then fields; those of fields that running code reads go through companions. Last comes what differs in nothing but a name that nobody holds on to.
 */
export function renameFirst(request: PlanRequest): Front {
  const values = valueRenames(request.from, request.renames);
  demandValues(request.to, values);
  const valued = followValues(request.from, values);
  const schemas = movedSchemas(valued, completeRenames(valued, request.renames));
  const settled = followRenames(valued, schemas);
  const renames = Object.fromEntries(
    Object.entries(ownRenames({ ...request, from: valued }))
      .map(([before, after]): readonly [string, string] => [followId(before, schemas), after])
      .filter(([before, after]) => before !== after),
  );
  const inner = renameObjects({ ...request, from: settled }, renames);
  const quiet = {
    ...clashRenames(inner.from, request.to, request.label),
    ...quietRenames(inner.from, request.to, inner.left),
  };
  const from = followRenames(inner.from, quiet);
  const heads = Object.fromEntries(Object.entries(schemas).filter(([id]) => id.startsWith("schema:")));
  const first = pairsOf(valued, settled, heads).flatMap(([before, after]) => renameObject(before, after));
  const last = pairsOf(inner.from, from, quiet).flatMap(([before, after]) => quietDrafts(before, after));
  const early = [...renameValueDrafts(values), ...first, ...inner.drafts].map((draft) => ({ ...draft, phase: "expand" as const }));
  return {
    ...inner,
    from,
    plain: { ...schemas, ...inner.plain, ...quiet },
    renamed: [...pairsOf(valued, settled, schemas), ...inner.renamed],
    drafts: [...early, ...last],
    values,
  };
}

function renameObjects(request: PlanRequest, renames: Renames): Omit<Front, "values"> {
  const objects = Object.fromEntries(Object.entries(renames).filter(([id]) => !id.startsWith("column:")));
  const moved = followRenames(request.from, objects);
  const columns = Object.fromEntries(
    Object.entries(renames).flatMap(([before, after]) => (before.startsWith("column:") ? [[followId(before, objects), after]] : [])),
  );
  const through = Object.entries(columns).filter(([before, after]) => {
    const [old, next] = [findObject(moved, before), findObject(request.to, after)];
    if (request.strategy === "direct" || old === undefined || next === undefined) return false;
    return canHaveCompanion({ request, changes: [], from: moved, to: request.to }, [old, next]);
  });
  const left = Object.fromEntries(through);
  const direct = Object.fromEntries(Object.entries(columns).filter(([before]) => !Object.hasOwn(left, before)));
  const from = followRenames(moved, direct);
  const steps = [...pairsOf(request.from, moved, objects), ...pairsOf(moved, from, direct)];
  const movesAlong = (object: SchemaObject): boolean =>
    object.kind === "sequence" &&
    Object.hasOwn(objects, ownerOf(object) ?? "") &&
    partsOf(object.id)[0] !== partsOf(objects[object.id] ?? object.id)[0];
  const drafts = steps
    .filter(([before]) => !movesAlong(before))
    .flatMap(([before, after]) => renameObject(before, after))
    .map((draft) => ({ ...draft, phase: "expand" as const }));
  return { from, left, plain: { ...objects, ...direct }, renamed: pairsOf(request.from, moved, objects), drafts: orderDrafts(drafts) };
}

/** Throws `usage-invalid` for a value that the desired enumeration does not have. */
function demandValues(to: Schema, renames: readonly ValueRename[]): void {
  for (const { object, before, after } of renames) {
    const wanted = to.objects.find((other) => other.kind === "enum" && define<EnumDefinition>(other).labels.includes(after));
    if (wanted === undefined)
      throw new LeadError(
        "usage-invalid",
        `The rename of the value ${before} of ${labelOf(object.id)} to ${after} names a value that the desired schema does not have.`,
      );
  }
}

/** Renames that say something: what follows from the rename of a table, or of the object a comment stands on, is left out. */
function ownRenames(request: PlanRequest): Renames {
  const all = completeRenames(request.from, request.renames);
  const heads = Object.fromEntries(Object.entries(all).filter(([id]) => !/^(comment|grant|column|constraint|trigger|policy):/.test(id)));
  const after = new Set(request.to.objects.map((object) => object.id));
  for (const [before, next] of Object.entries(all)) {
    if (!after.has(next) && !/^(comment|grant|sequence|index):/.test(before)) {
      throw new LeadError("usage-invalid", `The rename ${before} → ${next} names something that the desired schema does not have.`);
    }
  }
  const rest = Object.entries(all).filter(
    ([before, next]) => /^(column|constraint|trigger|policy):/.test(before) && followId(before, heads) !== next,
  );
  return { ...heads, ...Object.fromEntries(rest) };
}

function pairsOf(from: Schema, to: Schema, renames: Renames): readonly (readonly [SchemaObject, SchemaObject])[] {
  return Object.keys(renames).flatMap((id): readonly (readonly [SchemaObject, SchemaObject])[] => {
    const [before, after] = [findObject(from, id), findObject(to, followId(id, renames))];
    return before === undefined || after === undefined ? [] : [[before, after]];
  });
}

/** Views under the old names of renamed tables, for as long as somebody uses them. */
export function oldNames(context: PlanContext, front: Front): readonly StepDraft[] {
  if (context.request.strategy === "direct") return [];
  return front.renamed.flatMap(([before, after]) => {
    const kept = before.kind === "table" ? keepOldName(context, before, after) : null;
    return kept === null ? [] : [kept.expand, kept.contract];
  });
}

/** Differences with renames told apart from what follows from them: dependents that only speak the new names are no change. */
export function compareFollowing(from: Schema, to: Schema, renames: Renames): readonly Change[] {
  const heads = Object.fromEntries(Object.entries(completeRenames(from, renames)).filter(([id]) => !/^(comment|grant):/.test(id)));
  const followed = followRenames(from, heads);
  const tables = Object.fromEntries(Object.entries(heads).filter(([id]) => !/^(column|constraint|trigger|policy):/.test(id)));
  const named = Object.entries(heads).flatMap(([before, after]): readonly Change[] => {
    const [old, next] = [findObject(from, before), findObject(to, after)];
    const follows = /^(column|constraint|trigger|policy):/.test(before) && followId(before, tables) === after;
    return old === undefined || next === undefined || follows ? [] : [{ kind: "rename", from: old, to: next }];
  });
  return [...named, ...compareSchemas(followed, to)];
}
