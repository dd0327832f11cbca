import { printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { Form, FormResult, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { bareColumnSql, tableSql } from "../plan/attached.ts";
import { isVolatileDefault } from "../plan/default-kind.ts";
import { fillDrafts, notNullDrafts } from "../plan/fill.ts";
import { changesOf, isOnOldTable } from "../plan/place.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { fillOf } from "./not-null-through-check.ts";

/** A new field whose values must be written row by row: added empty, filled by a job, required at the end. A constant default needs none of that. */
export const addRequiredColumn: Form = {
  id: "add-required-column",
  summary: "Add the field empty, fill old rows batch by batch, then require it.",
  apply: (context) =>
    changesOf(context, "column").flatMap((change): readonly FormResult[] => {
      if (change.kind !== "add" || !isOnOldTable(context, change.object)) return [];
      const column = define<ColumnDefinition>(change.object);
      // One that its table has from a parent is there already, and only says more.
      if (column.identity !== null || column.generated !== null || column.inherited) return [];
      const isVolatile = column.default !== null && isVolatileDefault(column.default);
      const fill = fillOf(context, column) ?? (isVolatile ? (column.default ?? undefined) : undefined);
      const needsValue = column.notNull && column.default === null;
      if (!isVolatile && !needsValue && (fill === undefined || fill === column.default)) return [];
      return [{ claimed: [change], ...drafted(context, change.object, fill), carries: [] }];
    }),
};

function drafted(context: PlanContext, object: SchemaObject, fill: string | undefined): Pick<FormResult, "drafts" | "prechecks"> {
  const column = define<ColumnDefinition>(object);
  const add = addDrafts(object, column);
  if (fill === undefined) {
    const label = printName([column.schema, column.table]);
    const empty = {
      id: `empty/${label}`,
      summary: `${label} has no rows: a required field without a value for them cannot be added otherwise`,
      query: `SELECT 1 FROM ${quoteQualified(column.schema, column.table)} LIMIT 1`,
      expects: "no-rows" as const,
    };
    return { drafts: [...add, ...notNullDrafts(context, object, { phase: "contract", needs: [] })], prechecks: [empty] };
  }
  const { job, guard } = fillDrafts(context, object, fill, "new");
  const required = column.notNull ? notNullDrafts(context, object, { phase: "contract", needs: [`guard:${object.id}`] }) : [];
  return { drafts: [...add, job, guard, ...required], prechecks: [] };
}

function addDrafts(object: SchemaObject, column: ColumnDefinition): readonly StepDraft[] {
  const table = tableSql({ schema: column.schema, name: column.table });
  const label = printName([column.schema, column.table]);
  return [
    draftStep({
      kind: "add-column-empty",
      phase: "expand",
      summary: `Add ${column.name} to ${label}, empty in the rows that are there`,
      statements: [
        `ALTER TABLE ${table} ADD COLUMN ${bareColumnSql(column)}`,
        ...(column.default === null ? [] : [`ALTER TABLE ${table} ALTER COLUMN ${quoteName(column.name)} SET DEFAULT ${column.default}`]),
      ],
      reverse: [`ALTER TABLE ${table} DROP COLUMN ${quoteName(column.name)}`],
      reversibility: { kind: "exact", until: "any time", loses: "values written to the new field" },
      blocks: [lock(label, "ACCESS EXCLUSIVE")],
      hazards:
        column.notNull && column.default === null
          ? [
              hazard(
                "breaks-running-code",
                `${label}.${column.name}`,
                "From the contract phase on, writes that leave the field empty are refused.",
                "note",
              ),
            ]
          : [],
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ];
}
