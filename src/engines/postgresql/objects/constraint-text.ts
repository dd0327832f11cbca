import type { SchemaObject } from "../../../model/schema.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { define } from "./draft.ts";

/** A constraint as CREATE TABLE writes it. */
export function constraintSql(constraint: ConstraintDefinition): string {
  return `CONSTRAINT ${quoteName(constraint.name)} ${constraint.text}`;
}

export function addConstraintSql(constraint: ConstraintDefinition): string {
  const mark = constraint.validated ? "" : " NOT VALID";
  return `ALTER TABLE ${quoteQualified(constraint.schema, constraint.table)} ADD ${constraintSql(constraint)}${mark}`;
}

/**
 * Whether CREATE TABLE makes it along with a new table. References stand apart, so that tables may refer to each other; so do checks by functions,
 * which may read the table, and checks not yet validated, which a new table would take as valid.
 */
export function isPartOfTable(object: SchemaObject): boolean {
  const constraint = define<ConstraintDefinition>(object);
  return constraint.type !== "foreign" && constraint.validated && !object.dependsOn.some((id) => id.startsWith("function:"));
}
