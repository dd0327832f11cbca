import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { quoteLiteral, quoteName } from "../quote.ts";
import { addConstraintSql, dropConstraintSql, tableSql, validateConstraintSql } from "./attached.ts";
import { attachedAfter, type Companion, type CompanionSet, newFields, staleSql, workingNames } from "./companion.ts";
import { labelOfTable, markOf, waitingName } from "./companion-expand.ts";
import { fitName } from "./naming.ts";
import { scopeFor } from "./scope.ts";

/** Refuses to go on while a row's two sides differ: the job has not run to its end. */
export function guardDraft(companion: Companion): StepDraft {
  const table = tableSql(companion.table);
  const fields = companion.news.map((field) => field.working).join(", ");
  return draftStep({
    kind: "guard-backfill",
    phase: "contract",
    summary: `Refuse to go on while ${fields} of ${labelOfTable(companion)} is not filled to the end`,
    statements: [
      `DO $guard$
BEGIN
  IF EXISTS (SELECT FROM ${table} WHERE ${staleSql(companion)}) THEN
    RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(`The backfill of ${fields} in ${labelOfTable(companion)} is not complete.`)}, HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$`,
    ],
    reverse: [],
    blocks: [lock(labelOfTable(companion), "ACCESS SHARE", "scan")],
    hazards: [hazard("scans-object", labelOfTable(companion), "Every row is read to see that both sides agree.", "note")],
    makes: [markOf(companion, "guard")],
  });
}

/** Id that the last proof makes and the cut-over needs. */
export function checkedMark(set: CompanionSet): string {
  return `checked:${set.tableId}`;
}

export function requiredCheckName(set: CompanionSet, working: string): string {
  return fitName(`${set.table.name}_${working}_required_${set.label}`);
}

/** Checks on the new fields: added for new rows first, then proven for the old ones, so that the cut-over has nothing left to scan. */
export function checkDrafts(context: PlanContext, set: CompanionSet): readonly StepDraft[] {
  const required = newFields(set).filter((field) => field.column.notNull);
  const table = tableSql(set.table);
  const requiredParts = required.map((field) => {
    const name = quoteName(requiredCheckName(set, field.working));
    return {
      add: `ALTER TABLE ${table} ADD CONSTRAINT ${name} CHECK (${quoteName(field.working)} IS NOT NULL) NOT VALID`,
      drop: `ALTER TABLE ${table} DROP CONSTRAINT ${name}`,
      validate: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`,
      what: `${field.column.name} is never empty`,
    };
  });
  const checkParts = ownChecks(context, set).map((object) => {
    const name = waitingName(set, define<ConstraintDefinition>(object).name);
    return {
      add: addConstraintSql(object, { name, names: workingNames(set), isLate: "not valid" }),
      drop: dropConstraintSql(object, name),
      validate: validateConstraintSql(object, name),
      what: define<ConstraintDefinition>(object).name,
    };
  });
  return [...checkParts, ...requiredParts].flatMap((part, index) => [
    draftStep({
      kind: "add-check-not-valid",
      phase: "contract",
      summary: `Hold new rows of ${labelOfTable(set)} to: ${part.what}`,
      statements: [part.add],
      reverse: [part.drop],
      blocks: [lock(labelOfTable(set), "ACCESS EXCLUSIVE")],
      makes: [`checked:${set.tableId}/${index}`],
      needs: set.members.map((member) => markOf(member, "guard")),
    }),
    draftStep({
      kind: "validate-check",
      phase: "contract",
      summary: `Prove for the rows that are there: ${part.what}`,
      statements: [part.validate],
      reverse: [],
      transaction: scopeFor(context, "own"),
      blocks: [lock(labelOfTable(set), "SHARE UPDATE EXCLUSIVE", "scan")],
      hazards: [hazard("scans-object", labelOfTable(set), "Every row is read; readers and writers go on.", "note")],
      makes: [checkedMark(set)],
      needs: [`checked:${set.tableId}/${index}`],
    }),
  ]);
}

/** Check constraints of the table itself over the new fields. */
export function ownChecks(context: PlanContext, set: CompanionSet): readonly SchemaObject[] {
  return attachedAfter(context, set).filter(
    (object) => object.parent === set.tableId && object.kind === "constraint" && define<ConstraintDefinition>(object).type === "check",
  );
}
