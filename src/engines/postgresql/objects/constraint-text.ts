import type { SchemaObject } from "../../../model/schema.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { define } from "./draft.ts";
import { marksSql } from "./index-text.ts";

/** A constraint as CREATE TABLE writes it. */
export function constraintSql(constraint: ConstraintDefinition): string {
  return `CONSTRAINT ${quoteName(constraint.name)} ${constraint.text}`;
}

export function addConstraintSql(constraint: ConstraintDefinition): string {
  const mark = constraint.validated || !constraint.enforced ? "" : " NOT VALID";
  const only = constraint.only ? "ONLY " : "";
  return `ALTER TABLE ${only}${quoteQualified(constraint.schema, constraint.table)} ADD ${constraintSql(constraint)}${mark}`;
}

/** What the index behind a constraint carries, set once the constraint is there. */
export function constraintMarksSql(object: SchemaObject): readonly string[] {
  const constraint = define<ConstraintDefinition>(object);
  return marksSql(constraint, constraint.attachedTo);
}

/** The constraint, with what its index carries. */
export function addedConstraintSql(object: SchemaObject): readonly string[] {
  return [addConstraintSql(define<ConstraintDefinition>(object)), ...constraintMarksSql(object)];
}

/**
 * Whether CREATE TABLE makes it along with a new table. References stand apart, so that tables may refer to each other; so do checks by functions,
 * which may read the table, and checks not yet validated, which a new table would take as valid.
 */
export function isPartOfTable(object: SchemaObject): boolean {
  const constraint = define<ConstraintDefinition>(object);
  if (constraint.type === "foreign" || constraint.only || constraint.attachedTo !== null) return false;
  return (constraint.validated || !constraint.enforced) && !object.dependsOn.some((id) => id.startsWith("function:"));
}
