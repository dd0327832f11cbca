import type { Block } from "../../../model/plan.ts";
import type { Schema } from "../../../model/schema.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { quoteQualified } from "../quote.ts";
import { labelOf, sqlNameOf } from "./address.ts";
import { define, lock } from "./draft.ts";
import { heirsOf } from "./inheritance.ts";
import { findObject } from "./surroundings.ts";

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

const referredIndexes = new WeakMap<Schema, ReadonlySet<string>>();
function referredTables(schema: Schema): ReadonlySet<string> {
  const known = referredIndexes.get(schema);
  if (known !== undefined) return known;
  const referred = new Set(
    schema.objects.flatMap((object) => {
      const target = object.kind === "constraint" ? define<ConstraintDefinition>(object).references : null;
      return target === null ? [] : [target.table];
    }),
  );
  referredIndexes.set(schema, referred);
  return referred;
}

/** A part of a table that others refer to lets go of it first: the references hold on to every part. */
export function dropTableSql(table: TableDefinition, schema: Schema): readonly string[] {
  const drop = `DROP TABLE ${quoteQualified(table.schema, table.name)}`;
  for (let above = table.partitionOf; above !== null; ) {
    if (referredTables(schema).has(above.table)) return [detachSql(table), drop];
    const parent = findObject(schema, above.table);
    above = parent === undefined ? null : define<TableDefinition>(parent).partitionOf;
  }
  return [drop];
}
