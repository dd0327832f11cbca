import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { columnSql, identitySql, sequenceOptionsSql } from "./column-text.ts";
import { define, draftStep, exactly, hazard, lock, losing } from "./draft.ts";
import { widening } from "./type-width.ts";

/** Changes a column where it stands. Null where the server knows no such change: to a generated column, or of its expression before version 17. */
export function alterColumn(from: SchemaObject, to: SchemaObject, context: PlanContext): readonly StepDraft[] | null {
  const [before, after] = [define<ColumnDefinition>(from), define<ColumnDefinition>(to)];
  const major = Number.parseInt(context.request.version, 10);
  if (!isAlterable(before, after, major)) return null;
  const [table, label] = [printName([after.schema, after.table]), labelOf(to.id)];
  const statements = alterSql(before, after);
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
      reverse: isAlterable(after, before, major) ? alterSql(after, before) : remakeSql(before),
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

function alterSql(from: ColumnDefinition, to: ColumnDefinition): readonly string[] {
  const head = `ALTER TABLE ${quoteQualified(to.schema, to.table)} ALTER COLUMN ${quoteName(to.name)}`;
  const retyped = from.type !== to.type || from.collation !== to.collation;
  const collation = to.collation === null ? "" : ` COLLATE ${to.collation}`;
  const statements: string[] = [];
  if (from.generated !== null && to.generated === null) statements.push(`${head} DROP EXPRESSION`);
  if (from.identity !== null && to.identity === null) statements.push(`${head} DROP IDENTITY`);
  // A default is not converted with the type: it is taken off and set anew.
  if (from.default !== null && (retyped || to.default === null)) statements.push(`${head} DROP DEFAULT`);
  if (retyped) {
    const conversion = to.generated === null ? ` USING ${quoteName(to.name)}::${to.type}` : "";
    statements.push(`${head} TYPE ${to.type}${collation}${conversion}`);
  }
  if (to.default !== null && (retyped || from.default !== to.default)) statements.push(`${head} SET DEFAULT ${to.default}`);
  if (to.generated !== null && from.generated?.expression !== to.generated.expression) {
    statements.push(`${head} SET EXPRESSION AS (${to.generated.expression})`);
  }
  if (from.notNull && !to.notNull) statements.push(`${head} DROP NOT NULL`);
  if (!from.notNull && to.notNull) statements.push(`${head} SET NOT NULL`);
  return [...statements, ...identityChanges(from, to, head)];
}

function identityChanges(from: ColumnDefinition, to: ColumnDefinition, head: string): readonly string[] {
  if (to.identity === null) return [];
  if (from.identity === null) {
    const [table, field] = [quoteQualified(to.schema, to.table), quoteName(to.name)];
    const sequence = `pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(to.name)})`;
    const next = to.identity.increment.startsWith("-")
      ? `min(${field}) + (${to.identity.increment})`
      : `max(${field}) + ${to.identity.increment}`;
    return [
      `${head} ADD ${identitySql(to.identity)}`,
      // Numbers that rows already have are not given out again.
      `SELECT setval(${sequence}, coalesce(${next}, ${to.identity.start}), false) FROM ${table}`,
    ];
  }
  const before = new Set(sequenceOptionsSql(from.identity));
  const options = sequenceOptionsSql(to.identity).filter((option) => !before.has(option));
  const sets = [
    ...(from.identity.kind === to.identity.kind ? [] : [`SET GENERATED ${to.identity.kind === "always" ? "ALWAYS" : "BY DEFAULT"}`]),
    ...options.map((option) => `SET ${option}`),
  ];
  return sets.length === 0 ? [] : [`${head} ${sets.join(" ")}`];
}
