import type { Block } from "../../../model/plan.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { TableDefinition } from "../definitions.ts";
import { quoteQualified } from "../quote.ts";
import { labelOf, sqlNameOf } from "./address.ts";
import { define, lock } from "./draft.ts";
import { heirsOf } from "./inheritance.ts";

export function attachSql(table: TableDefinition): string {
  const { partitionOf } = table;
  if (partitionOf === null) return "";
  return `ALTER TABLE ${sqlNameOf(partitionOf.table)} ATTACH PARTITION ${quoteQualified(table.schema, table.name)} ${partitionOf.bound}`;
}

export function detachSql(table: TableDefinition): string {
  const { partitionOf } = table;
  if (partitionOf === null) return "";
  return `ALTER TABLE ${sqlNameOf(partitionOf.table)} DETACH PARTITION ${quoteQualified(table.schema, table.name)}`;
}

/** Where there is a partition for all the rest, it is read to see that no row of it belongs into the new one. */
export function defaultPartitionLock(context: PlanContext, table: TableDefinition): readonly Block[] {
  const { partitionOf } = table;
  if (partitionOf === null || partitionOf.bound === "DEFAULT") return [];
  return heirsOf(context.from, partitionOf.table)
    .filter((heir) => define<TableDefinition>(heir).partitionOf?.bound === "DEFAULT")
    .map((heir) => lock(labelOf(heir.id), "ACCESS EXCLUSIVE", "scan"));
}
