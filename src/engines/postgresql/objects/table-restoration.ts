import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { addConstraintSql, isPartOfTable } from "./constraint-text.ts";
import { define } from "./draft.ts";
import { createIndexSql } from "./index-text.ts";
import { createPolicySql } from "./policy.ts";
import { ownedSequencesSql } from "./sequence.ts";
import { childrenOf, closesRing } from "./surroundings.ts";
import { createTableSql, partsOfTable, rowSecuritySql } from "./table-text.ts";
import { createTriggerSql } from "./trigger-text.ts";

/** Ids of what DROP TABLE takes along: children, and sequences owned by columns. */
export function goesAlong(schema: Schema, id: string): readonly string[] {
  const children = childrenOf(schema, id).map((child) => child.id);
  const own = new Set(children);
  return [...children, ...ownedSequencesSql(schema, (column) => own.has(column)).ids];
}

/** Everything that DROP TABLE takes away with the table, but for its rows; comments and grants come with every kind alike. */
export function restoreTableSql(schema: Schema, object: SchemaObject, context: PlanContext): readonly string[] {
  const table = define<TableDefinition>(object);
  const { columns, constraints } = partsOfTable(schema, object.id);
  const own = new Set(columns.map(({ id }) => id));
  const sequences = ownedSequencesSql(schema, (column) => own.has(column));
  const apart = childrenOf(schema, object.id, "constraint").filter((child) => !isPartOfTable(child) && !closesRing(child, context));
  return [
    ...sequences.create,
    createTableSql(
      table,
      columns.map((column) => define<ColumnDefinition>(column)),
      constraints.map((constraint) => define<ConstraintDefinition>(constraint)),
    ),
    ...rowSecuritySql("off", table),
    ...sequences.own,
    ...childrenOf(schema, object.id, "index").map(createIndexSql),
    ...apart.map((constraint) => addConstraintSql(define<ConstraintDefinition>(constraint))),
    ...childrenOf(schema, object.id, "trigger").flatMap(createTriggerSql),
    ...childrenOf(schema, object.id, "policy").map(createPolicySql),
  ];
}
