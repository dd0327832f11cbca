import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, EnumDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { alterColumnSql } from "./column-statements.ts";
import { columnSql } from "./column-text.ts";
import { asideOf, define, draftStep, exactly, hazard, lock, losing } from "./draft.ts";
import { columnAbove, columnsBelow, optionalBelowSql } from "./inheritance.ts";
import { childrenOf, findObject } from "./surroundings.ts";
import { zoneHazards } from "./time-zone.ts";
import { widening } from "./type-width.ts";

/** Changes a column where it stands. Null where the server knows no such change: to a generated column, or of its expression before version 17. */
export function alterColumn(from: SchemaObject, to: SchemaObject, context: PlanContext): readonly StepDraft[] | null {
  const [before, after] = [define<ColumnDefinition>(from), define<ColumnDefinition>(to)];
  const major = Number.parseInt(context.request.version, 10);
  if (!isAlterable(before, after, major)) return null;
  const [table, label] = [printName([after.schema, after.table]), labelOf(to.id)];
  if (before.notNull && !after.notNull && isOfPrimaryKey(from, context)) {
    const required: SchemaObject = { ...to, definition: { ...(to.definition as object), notNull: true } };
    return [...(alterColumn(from, required, context) ?? []), freeDraft(to, table, context)];
  }
  const statements = changeSql({ from, to, context, major }, "there");
  const reverse = isAlterable(after, before, major) ? changeSql({ from, to, context, major }, "back") : remakeSql(before);
  if (statements.length === 0) return [];
  const retyped = before.type !== after.type || before.collation !== after.collation;
  const regenerated = before.generated?.expression !== after.generated?.expression && after.generated?.kind === "stored";
  const width = widening(before.type, after.type);
  const rewrites = regenerated || (retyped && width !== "in-place");
  const stricter = after.notNull && !before.notNull;
  const isFreed = before.generated !== null && after.generated === null;
  return [
    draftStep({
      kind: retyped ? "change-type" : "alter-column",
      phase: "expand",
      summary: `Change column ${label}${retyped ? ` from ${before.type} to ${after.type}` : ""}`,
      statements,
      reverse,
      reversibility: isFreed ? losing("values written to the column that is no longer generated") : retyped ? backFrom(width) : exactly,
      blocks: [lock(table, "ACCESS EXCLUSIVE", rewrites ? "rewrite" : stricter ? "scan" : "moment")],
      hazards: hazardsOf({ table, label, rewrites, stricter, before, after, lossy: retyped && width === "other" }),
      makes: [to.id],
      needs: to.dependsOn,
      // What depends on the old type has to be out of the way first.
      ...(retyped ? { removes: [from.id] } : {}),
      releases: from.dependsOn.filter((id) => id !== from.parent),
    }),
  ];
}

/** A column of a primary key can only be left empty once the key is gone. */
function isOfPrimaryKey(column: SchemaObject, context: PlanContext): boolean {
  const { name } = define<ColumnDefinition>(column);
  return childrenOf(context.from, column.parent ?? "", "constraint").some((child) => {
    const { type, columns } = define<ConstraintDefinition>(child);
    return type === "primary" && columns.includes(name);
  });
}

function freeDraft(column: SchemaObject, table: string, context: PlanContext): StepDraft {
  const { schema, table: name, name: field } = define<ColumnDefinition>(column);
  const head = `ALTER TABLE ${quoteQualified(schema, name)} ALTER COLUMN ${quoteName(field)}`;
  return draftStep({
    kind: "drop-not-null",
    phase: "contract",
    summary: `Let column ${labelOf(column.id)} be left empty`,
    statements: [`${head} DROP NOT NULL`, ...optionalBelowSql(context.to, column.parent ?? "", field)],
    reverse: [`${head} SET NOT NULL`],
    reversibility: { kind: "exact", until: "a row leaves the column empty", loses: "" },
    blocks: [lock(table, "ACCESS EXCLUSIVE")],
    hazards: [hazard("weakens-integrity", labelOf(column.id), "The column may be left empty from now on.", "note")],
    // The key lets go of its columns first.
    removes: [column.id],
  });
}

/** A column cannot become a generated one where it stands. */
function remakeSql(column: ColumnDefinition): readonly string[] {
  const head = `ALTER TABLE ${quoteQualified(column.schema, column.table)}`;
  return [`${head} DROP COLUMN ${quoteName(column.name)}`, `${head} ADD COLUMN ${columnSql(column)}`];
}

function backFrom(width: ReturnType<typeof widening>): StepDraft["reversibility"] {
  return width === "other"
    ? { kind: "schema-only", until: "the step runs", loses: "what the new type cannot hold" }
    : { kind: "exact", until: "a row holds a value that only the new type can hold", loses: "" };
}

function isAlterable(before: ColumnDefinition, after: ColumnDefinition, major: number): boolean {
  if (after.generated === null) return before.generated === null || before.generated.kind === "stored";
  if (before.generated === null || before.generated.kind !== after.generated.kind) return false;
  return before.generated.expression === after.generated.expression || (major >= 17 && before.type === after.type);
}

interface Consequences {
  readonly table: string;
  readonly label: string;
  readonly rewrites: boolean;
  readonly stricter: boolean;
  readonly lossy: boolean;
  readonly before: ColumnDefinition;
  readonly after: ColumnDefinition;
}
function hazardsOf({ table, label, rewrites, stricter, lossy, before, after }: Consequences): StepDraft["hazards"] {
  return [
    ...(rewrites
      ? [
          hazard("rewrites-object", table, "Every row is written anew, and every index on the column built anew."),
          hazard("blocks-reads", table, "Nobody can read the table while it is rewritten."),
          hazard("needs-disk", table, "Needs room for a second copy of the table."),
        ]
      : []),
    ...(lossy
      ? [
          hazard("changes-data", label, `Values become ${after.type}; one that does not fit stops the step.`),
          hazard("breaks-running-code", label, `Code that expects ${before.type} gets ${after.type}.`),
        ]
      : []),
    ...zoneHazards(label, before.type, after.type),
    ...(stricter
      ? [
          hazard("scans-object", table, "Every row is read to see that the column is filled."),
          hazard("blocks-reads", table, "Nobody can read the table while it is checked."),
          hazard("breaks-running-code", label, "Writes that leave the column empty are refused."),
        ]
      : []),
    ...(before.notNull && !after.notNull ? [hazard("weakens-integrity", label, "The column may be left empty from now on.", "note")] : []),
  ];
}

interface ColumnChange {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
  readonly context: PlanContext;
  readonly major: number;
}

/** What the change of a parent's column does to the columns below it (documentation of ALTER TABLE: these recurse). */
const recursing = ["type", "collation", "default", "notNull", "generated", "storage", "statistics"] as const;

/** The column as a change of its parent's column leaves it. */
function followed(before: ColumnDefinition, above: { readonly from: ColumnDefinition; readonly to: ColumnDefinition }): ColumnDefinition {
  const changed = recursing.filter((key) => JSON.stringify(above.from[key]) !== JSON.stringify(above.to[key]));
  return { ...before, ...Object.fromEntries(changed.map((key) => [key, above.to[key]])) };
}

function changeSql({ from, to, context, major }: ColumnChange, way: "there" | "back"): readonly string[] {
  const [old, next] = way === "there" ? [context.from, context.to] : [context.to, context.from];
  const [start, end] = way === "there" ? [from, to] : [to, from];
  const [before, after] = [define<ColumnDefinition>(start), define<ColumnDefinition>(end)];
  const table = from.parent ?? "";
  const [aboveBefore, aboveAfter] = [columnAbove(old, table, after.name), columnAbove(next, table, after.name)];
  const reached = aboveBefore === undefined || aboveAfter === undefined ? before : followed(before, { from: aboveBefore, to: aboveAfter });
  const ownStorage = storageOf(end);
  const around = { major, ...(ownStorage === undefined ? {} : { ownStorage }) };
  // Whoever rebuilds its type puts the default on that goes with the values.
  const standing = isRebuiltWithType(from, to, context) ? { ...reached, default: after.default } : reached;
  return [...alterColumnSql(standing, after, around), ...keptBelow({ table, before, after }, old, next, around)];
}

/** Whether the enumeration of a column loses values, or gets another order: then it is made anew, and the column is moved to it. */
function isRebuiltWithType(from: SchemaObject, to: SchemaObject, context: PlanContext): boolean {
  return to.dependsOn.some((id) => {
    if (!id.startsWith("enum:") || !from.dependsOn.includes(id)) return false;
    const [old, now] = [findObject(context.from, id), findObject(context.to, id)];
    if (old === undefined || now === undefined) return false;
    const [before, after] = [define<EnumDefinition>(old).labels, define<EnumDefinition>(now).labels];
    return after.filter((label) => before.includes(label)).join("\n") !== before.join("\n");
  });
}

function storageOf(column: SchemaObject): string | undefined {
  const storage = asideOf(column)["ownStorage"];
  return typeof storage === "string" ? storage : undefined;
}

/** Columns below that say something of their own, and do not change, are put back to what they say. */
function keptBelow(
  changed: { readonly table: string; readonly before: ColumnDefinition; readonly after: ColumnDefinition },
  old: Schema,
  next: Schema,
  around: Parameters<typeof alterColumnSql>[2],
): readonly string[] {
  return columnsBelow(old, changed.table, changed.after.name).flatMap((object) => {
    const kept = findObject(next, object.id);
    if (kept === undefined || JSON.stringify(kept.definition) !== JSON.stringify(object.definition)) return [];
    const column = define<ColumnDefinition>(kept);
    return alterColumnSql(followed(column, { from: changed.before, to: changed.after }), column, around);
  });
}
