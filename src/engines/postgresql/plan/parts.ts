import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { TableDefinition } from "../definitions.ts";
import { define } from "../objects/draft.ts";
import { clonesOf, heirsOf } from "../objects/inheritance.ts";
import { findObject } from "../objects/surroundings.ts";
import { fitName } from "./naming.ts";

/** Whether the table of this id holds no rows itself. */
export function isPartitioned(context: PlanContext, tableId: string | undefined): boolean {
  const table = tableId === undefined ? undefined : (findObject(context.from, tableId) ?? findObject(context.to, tableId));
  return table?.kind === "table" && (define<TableDefinition>(table).partitionBy ?? null) !== null;
}

/** The parts that the table has while its expand phase runs: those that leave it in this plan are gone, those that are dropped are still there. */
export function partsOf(context: PlanContext, tableId: string): readonly SchemaObject[] {
  return heirsOf(context.from, tableId).filter((heir) => {
    const after = findObject(context.to, heir.id);
    return after === undefined || define<TableDefinition>(after).partitionOf?.table === tableId;
  });
}

/** What a part has in place of an index or constraint of its parent, as the desired schema has it. */
export function cloneIn(context: PlanContext, part: SchemaObject, object: SchemaObject): SchemaObject | undefined {
  const after = findObject(context.to, part.id);
  return after === undefined
    ? undefined
    : clonesOf(after).find((clone) => clone.kind === object.kind && clone.dependsOn.includes(object.id));
}

/** Its name there; one of ours where the desired schema does not have the part. */
export function nameInPart(context: PlanContext, part: SchemaObject, object: SchemaObject, name: string): string {
  const clone = cloneIn(context, part, object);
  return clone === undefined ? fitName(`${define<TableDefinition>(part).name}_${name}`) : define<{ readonly name: string }>(clone).name;
}
