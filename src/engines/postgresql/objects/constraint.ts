import { printName } from "../../../model/name.ts";
import type { Block } from "../../../model/plan.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ObjectKind, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { labelOf } from "./address.ts";
import { addedConstraintSql, isPartOfTable } from "./constraint-text.ts";
import { define, draftStep, hazard, lock } from "./draft.ts";
import { callsBack } from "./function-needs.ts";
import { marksSql } from "./index-text.ts";
import { closesRing, isAdded, isDropped } from "./surroundings.ts";

export { constraintReader } from "./constraint-reading.ts";

/** Locks of ADD CONSTRAINT and how long they are held (documentation of ALTER TABLE). */
function blocksOf(constraint: ConstraintDefinition, table: string, rows: "rows" | "no rows"): readonly Block[] {
  if (constraint.type === "foreign") {
    const time = constraint.validated && rows === "rows" ? "scan" : "moment";
    const referred = constraint.references === null ? table : labelOf(constraint.references.table);
    const blocks = [lock(table, "SHARE ROW EXCLUSIVE", time)];
    return referred === table ? blocks : [...blocks, lock(referred, "SHARE ROW EXCLUSIVE", time)];
  }
  if (constraint.type === "check") return [lock(table, "ACCESS EXCLUSIVE", constraint.validated ? "scan" : "moment")];
  return [lock(table, "ACCESS EXCLUSIVE", "build")];
}

function create(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  const isNew = isAdded(context, object.parent);
  if (isNew && isPartOfTable(object)) return [];
  const constraint = define<ConstraintDefinition>(object);
  const table = printName([constraint.schema, constraint.table]);
  const builds = ["primary", "unique", "exclusion"].includes(constraint.type);
  const isRead = builds || (constraint.validated && constraint.enforced);
  const blocks = blocksOf(constraint, table, isNew ? "no rows" : "rows").filter((block) => !isAdded(context, `table:${block.object}`));
  return [
    draftStep({
      kind: "add-constraint",
      phase: "expand",
      summary: `Add ${wordFor(constraint)} ${constraint.name} to ${table}`,
      statements: addedConstraintSql(object),
      reverse: [dropSql(constraint)],
      blocks,
      hazards: isNew
        ? []
        : [
            ...(isRead
              ? [
                  hazard("scans-object", table, "Every row is read under the lock."),
                  hazard("blocks-writes", table, "Nobody can write to the table while its rows are checked."),
                  ...(constraint.type === "foreign" ? [] : [hazard("blocks-reads", table, "Nobody can read the table meanwhile.")]),
                ]
              : []),
            ...(builds ? [hazard("needs-disk", table, "Needs room for the index.", "note")] : []),
            ...(constraint.enforced ? [hazard("breaks-running-code", table, "Writes that break the new rule are refused.")] : []),
          ],
      makes: [object.id],
      needs: object.dependsOn,
    }),
  ];
}

const words: Readonly<Record<ConstraintDefinition["type"], string>> = {
  primary: "primary key",
  unique: "unique constraint",
  foreign: "reference",
  check: "check",
  exclusion: "exclusion constraint",
};

const wordFor = ({ type }: ConstraintDefinition): string => words[type];

function dropSql(constraint: ConstraintDefinition): string {
  return `ALTER TABLE ${quoteQualified(constraint.schema, constraint.table)} DROP CONSTRAINT ${quoteName(constraint.name)}`;
}

function drop(object: SchemaObject, context: PlanContext): readonly StepDraft[] {
  if (isDropped(context, object.parent) && !closesRing(object, context) && !callsBack(object, context.from)) return [];
  const constraint = define<ConstraintDefinition>(object);
  const table = printName([constraint.schema, constraint.table]);
  const referred = constraint.references === null ? [] : [lock(labelOf(constraint.references.table), "ACCESS EXCLUSIVE")];
  return [
    draftStep({
      kind: "drop-constraint",
      phase: "contract",
      summary: `Drop ${wordFor(constraint)} ${constraint.name} of ${table}`,
      statements: [dropSql(constraint)],
      reverse: addedConstraintSql(object),
      reversibility: { kind: "exact", until: "a row breaks the old rule", loses: "" },
      blocks: [lock(table, "ACCESS EXCLUSIVE"), ...referred],
      hazards: [hazard("weakens-integrity", labelOf(object.id), "Rows that the rule kept out may come in.")],
      removes: [object.id],
      releases: object.dependsOn,
    }),
  ];
}

const trailing = /((?: NOT DEFERRABLE| DEFERRABLE(?: INITIALLY DEFERRED)?)?)((?: NOT ENFORCED)?)$/;

/** A reference without what ALTER CONSTRAINT changes: when it is checked, and (version 18) whether. */
function partsOfText(text: string): { readonly bare: string; readonly timing: string; readonly enforcement: string } {
  const match = trailing.exec(text);
  const [timing = "", enforcement = ""] = [match?.[1], match?.[2]];
  return { bare: text.slice(0, text.length - timing.length - enforcement.length), timing, enforcement };
}

function timingSql(constraint: ConstraintDefinition, wanted: ConstraintDefinition): readonly string[] | null {
  const [before, after] = [partsOfText(constraint.text), partsOfText(wanted.text)];
  if (wanted.type !== "foreign" || before.bare !== after.bare) return null;
  const head = `ALTER TABLE ${quoteQualified(wanted.schema, wanted.table)} ALTER CONSTRAINT ${quoteName(wanted.name)}`;
  const timing =
    after.timing === "" ? " NOT DEFERRABLE" : `${after.timing}${after.timing.includes("INITIALLY") ? "" : " INITIALLY IMMEDIATE"}`;
  return [
    ...(before.timing === after.timing ? [] : [`${head}${timing}`]),
    ...(before.enforcement === after.enforcement ? [] : [`${head} ${constraint.enforced ? "NOT ENFORCED" : "ENFORCED"}`]),
  ];
}

/** What the index behind the constraint carries for its table moves in a step of the table's. */
function attachmentSql(before: ConstraintDefinition, after: ConstraintDefinition): readonly string[] {
  const attachedTo = before.attachedTo === after.attachedTo ? null : after.attachedTo;
  return marksSql({ ...after, clustered: false, replicaIdentity: false }, attachedTo);
}

/** Null: dropped and made anew. Only references change in place; anything can be proven, and marked. */
function changesSql(before: ConstraintDefinition, after: ConstraintDefinition): readonly string[] | null {
  if (before.type !== after.type || before.only !== after.only || (before.attachedTo !== null && before.attachedTo !== after.attachedTo))
    return null;
  if (before.validated && before.enforced && !after.validated && after.enforced) return null;
  const timing = before.text === after.text ? [] : timingSql(before, after);
  return timing === null ? null : [...timing, ...attachmentSql(before, after)];
}

function alter(from: SchemaObject, to: SchemaObject): readonly StepDraft[] | null {
  const [before, after] = [define<ConstraintDefinition>(from), define<ConstraintDefinition>(to)];
  const changes = changesSql(before, after);
  if (changes === null) return null;
  const table = printName([after.schema, after.table]);
  // Enforced anew, it is proven by the same statement.
  const isProven = !before.validated && after.validated && before.enforced;
  const back = changesSql(after, before);
  const isBack = back !== null && !isProven;
  const changed =
    changes.length === 0
      ? []
      : [
          draftStep({
            kind: "alter-constraint",
            phase: "expand",
            summary: `Change ${wordFor(after)} ${after.name} of ${table}`,
            statements: changes,
            reverse: isBack ? back : [],
            blocks: [lock(table, after.enforced === before.enforced ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE", "moment")],
            hazards:
              before.enforced && !after.enforced
                ? [hazard("weakens-integrity", labelOf(to.id), "Rows that the rule kept out may come in.")]
                : !before.enforced && after.enforced
                  ? [hazard("scans-object", table, "Every row is read to prove the rule.")]
                  : [],
            makes: [to.id],
            needs: to.dependsOn,
          }),
        ];
  return isProven ? [...changed, validateDraft(from, to)] : changed;
}

function validateDraft(from: SchemaObject, to: SchemaObject): StepDraft {
  const after = define<ConstraintDefinition>(to);
  const table = printName([after.schema, after.table]);
  return draftStep({
    kind: "validate-constraint",
    phase: "expand",
    summary: `Validate ${wordFor(after)} ${after.name} of ${table}`,
    statements: [`ALTER TABLE ${quoteQualified(after.schema, after.table)} VALIDATE CONSTRAINT ${quoteName(after.name)}`],
    reverse: [dropSql(after), ...addedConstraintSql(from)],
    transaction: "own",
    blocks: [lock(table, "SHARE UPDATE EXCLUSIVE", "scan")],
    hazards: [hazard("scans-object", table, "Every row is read; others go on reading and writing.", "note")],
    makes: [to.id],
    needs: to.dependsOn,
  });
}

export const constraintKind: ObjectKind = {
  kind: "constraint",
  create,
  drop,
  alter,
  describe: (object) => `constraint ${labelOf(object.id)}`,
};
