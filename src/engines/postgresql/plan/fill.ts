import { printName } from "../../../model/name.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { Check, Phase } from "../../../model/plan.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { buildJob, keyOf } from "../job.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { optionalBelowSql } from "../objects/inheritance.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";
import { tableSql } from "./attached.ts";
import { notNullRuleSql } from "../objects/column-text.ts";
import { fitName } from "./naming.ts";
import { hasNamedNotNull, notNullName } from "./not-null.ts";
import { scopeFor } from "./scope.ts";

/** NOT NULL in steps of which none holds a long lock: by a proven check before version 18, by the rule itself from then on. */
export function notNullDrafts(
  context: PlanContext,
  object: SchemaObject,
  place: { readonly phase: Phase; readonly needs: readonly string[] },
): readonly StepDraft[] {
  const column = define<ColumnDefinition>(object);
  const table = tableSql({ schema: column.schema, name: column.table });
  const label = printName([column.schema, column.table]);
  const check = quoteName(fitName(`${column.table}_${column.name}_required_${context.request.label}`));
  const mark = `required:${object.id}`;
  const add = `ALTER TABLE ${table} ADD CONSTRAINT ${check} CHECK (${quoteName(column.name)} IS NOT NULL) NOT VALID`;
  const drop = `ALTER TABLE ${table} DROP CONSTRAINT ${check}`;
  const common = { phase: place.phase };
  if (hasNamedNotNull(context.request.version)) return namedDrafts(context, object, place);
  return [
    draftStep({
      ...common,
      kind: "require-new-rows",
      summary: `Require ${column.name} of new rows of ${label}`,
      statements: [add],
      reverse: [drop],
      blocks: [lock(label, "ACCESS EXCLUSIVE")],
      hazards: [hazard("breaks-running-code", `${label}.${column.name}`, "Writes that leave the field empty are refused.")],
      makes: [`${mark}/new`],
      needs: place.needs,
    }),
    draftStep({
      ...common,
      kind: "validate-required",
      summary: `Prove that ${column.name} is filled in every row of ${label}`,
      statements: [`ALTER TABLE ${table} VALIDATE CONSTRAINT ${check}`],
      reverse: [],
      transaction: scopeFor(context, "own"),
      blocks: [lock(label, "SHARE UPDATE EXCLUSIVE", "scan")],
      hazards: [hazard("scans-object", label, "Every row is read; readers and writers go on.", "note")],
      makes: [`${mark}/proven`],
      needs: [`${mark}/new`],
    }),
    draftStep({
      ...common,
      kind: "set-not-null",
      summary: `Make ${column.name} of ${label} required; the proven check spares the scan`,
      statements: [`ALTER TABLE ${table} ALTER COLUMN ${quoteName(column.name)} SET NOT NULL`, drop],
      reverse: [add.replace(/ NOT VALID$/, ""), `ALTER TABLE ${table} ALTER COLUMN ${quoteName(column.name)} DROP NOT NULL`],
      blocks: [lock(label, "ACCESS EXCLUSIVE")],
      makes: [`filled:${object.parent ?? ""}.${column.name}`, `set:${object.id}`],
      needs: [`${mark}/proven`],
    }),
  ];
}

/** From version 18 on the rule itself can be added unproven, and be proven while everybody works on. */
function namedDrafts(
  context: PlanContext,
  object: SchemaObject,
  place: { readonly phase: Phase; readonly needs: readonly string[] },
): readonly StepDraft[] {
  const column = define<ColumnDefinition>(object);
  const table = tableSql({ schema: column.schema, name: column.table });
  const label = printName([column.schema, column.table]);
  const name = notNullName(column);
  const rule = { name, validated: false, inherits: column.notNullRule?.inherits ?? true };
  const isProven = column.notNullRule?.validated !== false;
  const done = [`filled:${object.parent ?? ""}.${column.name}`, `set:${object.id}`];
  const add = draftStep({
    phase: place.phase,
    kind: "require-new-rows",
    summary: `Require ${column.name} of new rows of ${label}`,
    statements: [notNullRuleSql({ ...column, notNullRule: rule })],
    reverse: [
      `ALTER TABLE ${table} ALTER COLUMN ${quoteName(column.name)} DROP NOT NULL`,
      ...optionalBelowSql(context.from, object.parent ?? "", column.name),
    ],
    blocks: [lock(label, "ACCESS EXCLUSIVE")],
    hazards: [hazard("breaks-running-code", `${label}.${column.name}`, "Writes that leave the field empty are refused.")],
    makes: [`required:${object.id}/new`, ...(isProven ? [] : done)],
    needs: place.needs,
  });
  if (!isProven) return [add];
  const validate = draftStep({
    phase: place.phase,
    kind: "validate-required",
    summary: `Prove that ${column.name} is filled in every row of ${label}`,
    statements: [`ALTER TABLE ${table} VALIDATE CONSTRAINT ${quoteName(name)}`],
    reverse: [],
    transaction: scopeFor(context, "own"),
    blocks: [lock(label, "SHARE UPDATE EXCLUSIVE", "scan")],
    hazards: [hazard("scans-object", label, "Every row is read; readers and writers go on.", "note")],
    makes: done,
    needs: [`required:${object.id}/new`],
  });
  return [add, validate];
}

export function filledCheck(context: PlanContext, object: SchemaObject): Check {
  const column = define<ColumnDefinition>(object);
  const key = keyOf(context.from, object.parent ?? "");
  return {
    id: `filled/${printName([column.schema, column.table])}.${column.name}`,
    summary: `Every row of ${printName([column.schema, column.table])} has a ${column.name}`,
    query: `SELECT ${key.length === 0 ? "ctid" : key.map(quoteName).join(", ")} FROM ${quoteQualified(column.schema, column.table)} WHERE ${quoteName(column.name)} IS NULL`,
    expects: "no-rows",
  };
}

/** Fills what is empty, batch by batch, and a guard for the contract phase that refuses while something still is. */
export function fillDrafts(
  context: PlanContext,
  object: SchemaObject,
  expression: string,
  field: "new" | "old",
): { readonly job: StepDraft; readonly guard: StepDraft } {
  const column = define<ColumnDefinition>(object);
  const name = { schema: column.schema, name: column.table };
  const label = printName([column.schema, column.table]);
  const stale = `${quoteName(column.name)} IS NULL`;
  const job = buildJob({
    schema: context.from,
    tableId: object.parent ?? "",
    table: name,
    set: `${quoteName(column.name)} = ${expression}`,
    stale,
    own: [],
  });
  return {
    job: {
      ...draftStep({
        kind: "backfill",
        phase: "migrate",
        summary: `Fill ${column.name} of ${label}, batch by batch`,
        statements: [],
        reverse: [],
        ...(field === "old"
          ? { reversibility: { kind: "schema-only", until: "the step runs", loses: "which rows had no value" } as const }
          : {}),
        hazards: [
          hazard("changes-data", `${label}.${column.name}`, `Rows without a value get ${expression}.`, "note"),
          ...job.sideEffects.map((text) => hazard("changes-data", label, text)),
        ],
      }),
      action: job,
    },
    guard: draftStep({
      kind: "guard-backfill",
      phase: "contract",
      summary: `Refuse to go on while a row of ${label} has no ${column.name}`,
      statements: [
        `DO $guard$
BEGIN
  IF EXISTS (SELECT FROM ${tableSql(name)} WHERE ${stale}) THEN
    RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(`The backfill of ${column.name} in ${label} is not complete.`)}, HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$`,
      ],
      reverse: [],
      blocks: [lock(label, "ACCESS SHARE", "scan")],
      hazards: [hazard("scans-object", label, "Rows are read until one without a value is found.", "note")],
      makes: [`guard:${object.id}`],
    }),
  };
}
