import { printName } from "../../../model/name.ts";
import type { Schema, SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, TableDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { alterColumn } from "./column-alteration.ts";
import { alterColumnSql } from "./column-statements.ts";
import { columnExtrasSql, columnSql } from "./column-text.ts";
import { define, draftStep, hazard, lock, losing, withoutRows } from "./draft.ts";
import { columnAbove, columnIdOf, heirsOf, parentsOf } from "./inheritance.ts";
import { findObject, isAdded, isDropped } from "./surroundings.ts";
import { ownedSequencesSql } from "./sequence.ts";

export { columnReader } from "./column-reading.ts";

export function addColumnSql(column: ColumnDefinition): string {
  return `ALTER TABLE ${quoteQualified(column.schema, column.table)} ADD COLUMN ${columnSql(column)}`;
}

/** A default that the server works out once keeps old rows as they are; one that differs by row makes it write every row. */
function isWorkedOutPerRow(column: ColumnDefinition): boolean {
  if (column.identity !== null || column.generated?.kind === "stored") return true;
  const calls = (column.default ?? "").replaceAll(/'(?:[^']|'')*'/g, "").match(/[a-z_0-9"]+\s*\(/gi) ?? [];
  return calls.some(
    (call) => !/^(now|transaction_timestamp|statement_timestamp|numeric|character|varying|varchar|bit|time|timestamp)\s*\(/i.test(call),
  );
}

/** The column as it stands without this change: from a parent's column, or from the type that its table is made of; undefined where there is none. */
function withoutOwn(schema: Schema, object: SchemaObject): ColumnDefinition | undefined {
  const column = define<ColumnDefinition>(object);
  const table = findObject(schema, object.parent ?? "");
  if (table === undefined) return undefined;
  if (column.inherited) return columnAbove(schema, table.id, column.name);
  if (define<TableDefinition>(table).ofType === null) return undefined;
  return { ...column, default: null, notNull: false, notNullRule: null, storage: null, compression: null, statistics: null, options: [] };
}

/** A column that is there without being made: what it says of its own is put upon it, or taken off. */
function settle(object: SchemaObject, context: PlanContext, side: "from" | "to"): readonly StepDraft[] {
  const schema = context[side];
  const [column, bare] = [define<ColumnDefinition>(object), withoutOwn(schema, object)];
  const major = Number.parseInt(context.request.version, 10);
  if (bare === undefined) return [];
  const [put, off] = [alterColumnSql(bare, column, { major }), alterColumnSql(column, bare, { major })];
  if (put.length === 0) return [];
  const table = printName([column.schema, column.table]);
  const stricter = column.notNull && !bare.notNull;
  return [
    draftStep({
      kind: "alter-column",
      phase: "expand",
      summary: `Change column ${labelOf(object.id)}`,
      statements: side === "to" ? put : off,
      reverse: side === "to" ? off : put,
      blocks: [lock(table, "ACCESS EXCLUSIVE", stricter && side === "to" ? "scan" : "moment")],
      hazards: stricter && side === "to" ? [hazard("scans-object", table, "Every row is read to see that the column is filled.")] : [],
      ...(side === "to" ? { makes: [object.id], needs: object.dependsOn } : { removes: [object.id], releases: object.dependsOn }),
    }),
  ];
}

/** A column that a parent has too is added below first, and taken away below last: the server merges it with the parent's. */
const goneMark = (id: string): string => `gone:${id}`;

function sameBelow(context: PlanContext, object: SchemaObject): readonly string[] {
  const { name } = define<ColumnDefinition>(object);
  return heirsOf(context.to, object.parent ?? "").flatMap((heir) => {
    const id = columnIdOf(heir.id, name);
    const below = findObject(context.to, id);
    return below === undefined || define<ColumnDefinition>(below).inherited ? [] : [id];
  });
}

function sameAbove(context: PlanContext, object: SchemaObject): readonly string[] {
  const { name } = define<ColumnDefinition>(object);
  const table = findObject(context.from, object.parent ?? "");
  return table === undefined ? [] : parentsOf(table).map((parent) => goneMark(columnIdOf(parent, name)));
}

function create(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  if (isAdded(context, object.parent)) return [];
  const column = define<ColumnDefinition>(object);
  if (withoutOwn(context.to, object) !== undefined) return settle(object, context, "to");
  const table = printName([column.schema, column.table]);
  const rewrites = isWorkedOutPerRow(column);
  const refuses = column.notNull && column.default === null && column.identity === null && column.generated === null;
  return [
    draftStep({
      kind: "add-column",
      phase: "expand",
      summary: `Add column ${labelOf(object.id)}`,
      statements: [addColumnSql(column), ...columnExtrasSql(column)],
      reverse: [`ALTER TABLE ${quoteQualified(column.schema, column.table)} DROP COLUMN ${quoteName(column.name)}`],
      reversibility: losing("values written to the new column"),
      blocks: [lock(table, "ACCESS EXCLUSIVE", rewrites ? "rewrite" : "moment")],
      hazards: [
        ...(rewrites
          ? [
              hazard("rewrites-object", table, "The new column has a value of its own in every row."),
              hazard("blocks-reads", table, "Nobody can read the table while it is rewritten."),
              hazard("needs-disk", table, "Needs room for a second copy of the table."),
            ]
          : []),
        ...(refuses ? [hazard("breaks-running-code", labelOf(object.id), "Inserts that do not name the new column are refused.")] : []),
      ],
      makes: [object.id],
      needs: [...object.dependsOn, ...sameBelow(context, object)],
    }),
  ];
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  if (isDropped(context, object.parent)) return [];
  const column = define<ColumnDefinition>(object);
  if (column.inherited) {
    const above = columnAbove(context.to, object.parent ?? "", column.name);
    const drafts = settle(object, context, "from");
    if (above !== undefined) return drafts;
    // It goes with its parent's; what it said of its own comes back with that.
    const parents = parentsOf(findObject(context.from, object.parent ?? "") ?? object).map((parent) => columnIdOf(parent, column.name));
    return drafts.map((draft) => ({ ...draft, phase: "contract" as const, releases: [...draft.releases, ...parents] }));
  }
  // What the type loses, the table loses with it.
  if (withoutOwn(context.from, object) !== undefined) return [];
  const [table, label] = [printName([column.schema, column.table]), labelOf(object.id)];
  const owned = ownedSequencesSql(context, (id) => id === object.id);
  return [
    draftStep({
      kind: "drop-column",
      phase: "contract",
      summary: `Drop column ${label}`,
      statements: [`ALTER TABLE ${quoteQualified(column.schema, column.table)} DROP COLUMN ${quoteName(column.name)}`],
      reverse: [...owned.create, addColumnSql(column), ...columnExtrasSql(column), ...owned.own],
      reversibility: column.generated === null ? withoutRows("every value of the column") : losing(""),
      blocks: [lock(table, "ACCESS EXCLUSIVE")],
      hazards: [
        ...(column.generated === null
          ? [
              hazard("deletes-data", label, "Every value of the column is gone.", "error"),
              hazard("irreversible", label, "The way back restores the column, not its values."),
            ]
          : []),
        hazard("breaks-running-code", label, "Code that still names the column fails."),
      ],
      makes: [goneMark(object.id)],
      needs: sameAbove(context, object),
      removes: [object.id, ...owned.ids],
      releases: object.dependsOn.filter((id) => !owned.ids.includes(id)),
    }),
  ];
}

export const columnKind: ObjectKind = {
  kind: "column",
  create,
  drop,
  alter: alterColumn,
  describe: (object) => `column ${labelOf(object.id)}`,
};
