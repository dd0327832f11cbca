import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { addConstraintSql, constraintMarksSql } from "./constraint-text.ts";
import { define, draftStep, hazard, lock, losing, withoutRows } from "./draft.ts";
import { isDefaultedLate, withoutLateDefault } from "./function-needs.ts";
import { attachSql, defaultPartitionLock, dropTableSql } from "./partition.ts";
import { isAdded } from "./surroundings.ts";
import { alterTable } from "./table-alteration.ts";
import { goesAlong, restoreTableSql } from "./table-restoration.ts";
import { columnSettingsSql, createBesideSql, createTableSql, partsOfTable, replicaIdentitySql, rowSecuritySql } from "./table-text.ts";

/** Statements that make the table with what CREATE TABLE makes along. */
function creationSql(object: SchemaObject, parts: readonly SchemaObject[], context: PlanContext): readonly string[] {
  const table = define<TableDefinition>(object);
  const major = Number.parseInt(context.request.version, 10);
  const columns = parts.filter(({ kind }) => kind === "column");
  const constraints = parts.filter(({ kind }) => kind === "constraint").map((constraint) => define<ConstraintDefinition>(constraint));
  const settings = columnSettingsSql(context.to, object, columns, major);
  const marks = parts.filter(({ kind }) => kind === "constraint").flatMap(constraintMarksSql);
  const rest = [...rowSecuritySql("off", table), ...replicaIdentitySql("default", table), ...marks];
  const parent = table.partitionOf;
  if (parent === null || isAdded(context, parent.table)) {
    const own = columns.map((column) => define<ColumnDefinition>(column));
    return [createTableSql(table, own, constraints), ...settings, ...rest];
  }
  return [createBesideSql(table, parent.table), ...settings, ...constraints.map(addConstraintSql), ...rest, attachSql(table)];
}

function create(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const table = define<TableDefinition>(object);
  const { columns, constraints } = partsOfTable(context.to, object.id);
  const parts = [...columns, ...constraints].filter(({ id }) => isAdded(context, id)).map((part) => withoutLateDefault(part, context.to));
  const made = new Set([object.id, ...parts.map(({ id }) => id)]);
  const parent = table.partitionOf === null || isAdded(context, table.partitionOf.table) ? null : labelOf(table.partitionOf.table);
  return [
    draftStep({
      kind: "create-table",
      phase: "expand",
      summary: `Create table ${labelOf(object.id)}`,
      statements: creationSql(object, parts, context),
      reverse: dropTableSql(table, context.to),
      reversibility: losing("rows written to the new table"),
      blocks: [
        ...(parent === null ? [] : [lock(parent, "SHARE UPDATE EXCLUSIVE"), ...defaultPartitionLock(context, table)]),
        ...table.inherits.filter((id) => !isAdded(context, id)).map((id) => lock(labelOf(id), "SHARE UPDATE EXCLUSIVE")),
      ],
      makes: [...made],
      needs: [...object.dependsOn, ...parts.flatMap(({ dependsOn }) => dependsOn)].filter((id) => !made.has(id)),
    }),
    ...columns
      .filter((column) => isAdded(context, column.id) && isDefaultedLate(column, context.to))
      .map((column) => defaultDraft(column, "comes")),
  ];
}

/** A default that calls a function bound to the table itself comes last, and goes first. */
function defaultDraft(object: SchemaObject, what: "comes" | "goes"): StepDraft {
  const column = define<ColumnDefinition>(object);
  const head = `ALTER TABLE ${quoteQualified(column.schema, column.table)} ALTER COLUMN ${quoteName(column.name)}`;
  const [set, drop] = [`${head} SET DEFAULT ${column.default ?? "NULL"}`, `${head} DROP DEFAULT`];
  const label = labelOf(object.id);
  return draftStep({
    kind: "alter-column",
    phase: what === "comes" ? "expand" : "contract",
    summary: what === "comes" ? `Set the default of ${label}` : `Take the default of ${label} off`,
    statements: [what === "comes" ? set : drop],
    reverse: [what === "comes" ? drop : set],
    blocks: [lock(labelOf(object.parent ?? ""), "ACCESS EXCLUSIVE")],
    ...(what === "comes" ? { needs: [object.parent ?? "", ...object.dependsOn] } : { releases: object.dependsOn }),
  });
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const table = define<TableDefinition>(object);
  const { children, ids } = goesAlong(context, object.id);
  const gone = new Set([object.id, ...ids]);
  const label = labelOf(object.id);
  // A partition that goes takes its parent's lock.
  const above = table.partitionOf === null ? [] : [lock(labelOf(table.partitionOf.table), "ACCESS EXCLUSIVE")];
  const referred = children.flatMap((child) => {
    const reference = child.kind === "constraint" ? define<ConstraintDefinition>(child).references : null;
    return reference === null || reference.table === object.id ? [] : [lock(labelOf(reference.table), "ACCESS EXCLUSIVE")];
  });
  const late = children.filter((child) => isDefaultedLate(child, context.from));
  return [
    ...late.map((column) => defaultDraft(column, "goes")),
    draftStep({
      kind: "drop-table",
      phase: "contract",
      summary: `Drop table ${label}`,
      statements: dropTableSql(table, context.from),
      reverse: restoreTableSql(context.from, object, context),
      reversibility: withoutRows("every row of the table"),
      blocks: [lock(label, "ACCESS EXCLUSIVE"), ...above, ...referred],
      hazards: [
        hazard("deletes-data", label, "Every row of the table is gone.", "error"),
        hazard("breaks-running-code", label, "Code that still uses the table fails."),
        hazard("irreversible", label, "The way back restores the definition, not the rows."),
      ],
      removes: [...gone],
      releases: [...object.dependsOn, ...children.flatMap((child) => withoutLateDefault(child, context.from).dependsOn)].filter(
        (id) => !gone.has(id),
      ),
    }),
  ];
}

export { tableReader } from "./table-reading.ts";
export const tableKind: ObjectKind = {
  kind: "table",
  create,
  drop,
  alter: alterTable,
  describe: (object) => `table ${labelOf(object.id)}`,
};
