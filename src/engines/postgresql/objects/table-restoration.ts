import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { addedConstraintSql, constraintMarksSql, isPartOfTable } from "./constraint-text.ts";
import { define } from "./draft.ts";
import { callsBack, withoutLateDefault } from "./function-needs.ts";
import { createIndexSql } from "./index-text.ts";
import { createPolicySql } from "./policy.ts";
import { ownedSequencesSql } from "./sequence.ts";
import { childrenOf, closesRing } from "./surroundings.ts";
import { columnSettingsSql, createTableSql, partsOfTable, replicaIdentitySql, rowSecuritySql } from "./table-text.ts";
import { createTriggerSql } from "./trigger-text.ts";

/** Children that DROP TABLE takes along, without those that are dropped on their own before it, and sequences owned by columns. */
export function goesAlong(
  context: PlanContext,
  id: string,
): { readonly children: readonly SchemaObject[]; readonly ids: readonly string[] } {
  const children = childrenOf(context.from, id).filter((child) => !standsApart(child, context));
  const own = new Set(children.map((child) => child.id));
  return { children, ids: [...own, ...ownedSequencesSql(context, (column) => own.has(column)).ids] };
}

function standsApart(child: SchemaObject, context: PlanContext): boolean {
  return (
    /^(rule|statistics)$/.test(child.kind) || callsBack(child, context.from) || (child.kind === "constraint" && closesRing(child, context))
  );
}

/** Everything that DROP TABLE takes away with the table, but for its rows; comments and grants come with every kind alike. */
export function restoreTableSql(schema: Schema, object: SchemaObject, context: PlanContext): readonly string[] {
  const table = define<TableDefinition>(object);
  const isKept = (child: SchemaObject): boolean => !standsApart(child, context);
  const { columns, constraints } = partsOfTable(schema, object.id);
  const own = new Set(columns.map(({ id }) => id));
  const sequences = ownedSequencesSql(context, (column) => own.has(column));
  const apart = childrenOf(schema, object.id, "constraint").filter((child) => !isPartOfTable(child) && isKept(child));
  return [
    ...sequences.create,
    createTableSql(
      table,
      columns.map((column) => define<ColumnDefinition>(withoutLateDefault(column, schema))),
      constraints.map((constraint) => define<ConstraintDefinition>(constraint)),
    ),
    ...columnSettingsSql(schema, object, columns, Number.parseInt(context.request.version, 10)),
    ...rowSecuritySql("off", table),
    ...replicaIdentitySql("default", table),
    ...sequences.own,
    ...constraints.flatMap(constraintMarksSql),
    ...childrenOf(schema, object.id, "index").flatMap(createIndexSql),
    ...apart.flatMap((constraint) => addedConstraintSql(constraint)),
    ...childrenOf(schema, object.id, "trigger").filter(isKept).flatMap(createTriggerSql),
    ...childrenOf(schema, object.id, "policy").filter(isKept).map(createPolicySql),
  ];
}
