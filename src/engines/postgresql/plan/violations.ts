import { printName } from "../../../model/name.ts";
import type { Check } from "../../../model/plan.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { ConstraintDefinition } from "../definitions.ts";
import type { PlanContext } from "../../step-draft.ts";
import { define } from "../objects/draft.ts";
import { sqlNameOf } from "../objects/address.ts";
import { quoteName } from "../quote.ts";
import { constraintTable } from "./attached.ts";

/** Rows that a new constraint would refuse, as a read-only query; none where the text cannot be turned round. */
export function violationChecks(context: PlanContext, object: SchemaObject): readonly Check[] {
  const constraint = define<ConstraintDefinition>(object);
  const query = violationQuery(context, object);
  if (query === null) return [];
  return [
    {
      id: `violations/${printName([constraint.schema, constraint.table])}.${constraint.name}`,
      summary: `Every row of ${printName([constraint.schema, constraint.table])} fulfils ${constraint.name}`,
      query,
      expects: "no-rows",
    },
  ];
}

/** Made by the plan, and not filled by a rule. */
function isFresh(context: PlanContext, table: string): boolean {
  const added = context.changes.some((change) => change.kind === "add" && change.object.id === table);
  return added && !context.request.rules.some((rule) => rule.kind === "rows");
}

/** Either all fields are empty, or all are filled and found. */
function fullMatchQuery(constraint: ConstraintDefinition, table: string): string | null {
  if (constraint.references === null) return null;
  const columns = constraint.columns.map((name) => `t.${quoteName(name)}`);
  const pairs = constraint.references.columns.map((name, at) => `o.${quoteName(name)} = ${columns[at] ?? ""}`);
  return `SELECT ${columns.join(", ")} FROM ${table} t WHERE num_nonnulls(${columns.join(", ")}) > 0 AND NOT EXISTS (SELECT FROM ${sqlNameOf(constraint.references.table)} o WHERE ${pairs.join(" AND ")})`;
}

/** The periods of the rows referred to have to cover the whole period together. */
function periodQuery(constraint: ConstraintDefinition, table: string): string | null {
  if (constraint.references === null) return null;
  const columns = constraint.columns.map((name) => `t.${quoteName(name)}`);
  const others = constraint.references.columns.map((name) => `o.${quoteName(name)}`);
  const [period = "", covered = ""] = [columns.at(-1), others.at(-1)];
  const pairs = others.slice(0, -1).map((name, at) => `${name} = ${columns[at] ?? ""}`);
  const filled = columns.map((name) => `${name} IS NOT NULL`).join(" AND ");
  return `SELECT ${columns.join(", ")} FROM ${table} t WHERE ${filled} AND NOT coalesce((SELECT ${period} <@ range_agg(${covered}) FROM ${sqlNameOf(constraint.references.table)} o WHERE ${pairs.join(" AND ")}), false)`;
}

function violationQuery(context: PlanContext, object: SchemaObject): string | null {
  const constraint = define<ConstraintDefinition>(object);
  const table = constraintTable(object);
  const columns = constraint.columns.map(quoteName);
  switch (constraint.type) {
    case "check": {
      const expression = /^CHECK (\(.*\))(?: NO INHERIT)?(?: NOT ENFORCED)?$/s.exec(constraint.text)?.[1];
      return expression === undefined
        ? null
        : `SELECT ${columns.length === 0 ? "ctid" : columns.join(", ")} FROM ${table} WHERE NOT ${expression}`;
    }
    case "foreign": {
      if (constraint.references === null || columns.length === 0) return null;
      const pairs = constraint.references.columns.map((name, at) => `o.${quoteName(name)} = t.${columns[at] ?? ""}`);
      const filled = columns.map((name) => `t.${name} IS NOT NULL`).join(" AND ");
      if (/ MATCH FULL/.test(constraint.text)) return fullMatchQuery(constraint, table);
      if (/, PERIOD /.test(constraint.text)) return periodQuery(constraint, table);
      const rows = `SELECT ${columns.map((name) => `t.${name}`).join(", ")} FROM ${table} t WHERE ${filled}`;
      // What the plan makes holds nothing that a row could refer to.
      if (isFresh(context, constraint.references.table)) return rows;
      return `${rows} AND NOT EXISTS (SELECT FROM ${sqlNameOf(constraint.references.table)} o WHERE ${pairs.join(" AND ")})`;
    }
    case "primary":
    case "unique": {
      if (columns.length === 0 || /WITHOUT OVERLAPS/.test(constraint.text)) return null;
      const list = columns.join(", ");
      const filled = /NULLS NOT DISTINCT/.test(constraint.text)
        ? ""
        : ` WHERE ${columns.map((name) => `${name} IS NOT NULL`).join(" AND ")}`;
      return `SELECT ${list} FROM ${table}${filled} GROUP BY ${list} HAVING count(*) > 1`;
    }
    case "exclusion":
      return null;
  }
}
