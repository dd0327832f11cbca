import type { SchemaObject } from "../../../model/schema.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, GrantDefinition, TableDefinition } from "../definitions.ts";
import { labelOf, sqlNameOf } from "../objects/address.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { childrenOf } from "../objects/surroundings.ts";
import { quoteName } from "../quote.ts";

/**
 * The old name of a renamed table stays as an updatable view until nobody uses it. `from` is the table before, `to` the one after; null where
 * something else takes the old name. The rename itself is the object kind's own step.
 */
export function keepOldName(
  context: PlanContext,
  from: SchemaObject,
  to: SchemaObject,
): { readonly expand: StepDraft; readonly contract: StepDraft } | null {
  const old = labelOf(from.id);
  const isTaken = context.to.objects.some(
    (object) => /^(table|view|materialized-view|sequence|index):/.test(object.id) && labelOf(object.id) === old,
  );
  const isOpen = define<TableDefinition>(to).persistence === "permanent";
  const hasSchema = context.to.objects.some(
    (object) => object.kind === "schema" && define<{ readonly name: string }>(object).name === define<TableDefinition>(from).schema,
  );
  if (isTaken || !isOpen || !hasSchema) return null;
  const up = createViewSql(context, from, to);
  const down = `DROP VIEW ${sqlNameOf(from.id)}`;
  const retyped = context.changes.flatMap((change) =>
    change.kind === "modify" && change.to.kind === "column" && change.to.parent === to.id ? [change.to.id] : [],
  );
  return {
    expand: draftStep({
      kind: "keep-old-name",
      phase: "expand",
      summary: `Keep the name ${old} as a view that can be written, until nobody uses it`,
      statements: up,
      reverse: [down],
      makes: [`old-name:${from.id}`],
      needs: [to.id, ...retyped],
    }),
    contract: draftStep({
      kind: "drop-old-name",
      phase: "contract",
      summary: `Take the old name ${old} away`,
      statements: [down],
      reverse: up,
      blocks: [lock(old, "ACCESS EXCLUSIVE")],
      hazards: [hazard("breaks-running-code", old, "Code that uses the old name fails.")],
      makes: ["dependents-gone"],
      removes: [from.id],
    }),
  };
}

function createViewSql(context: PlanContext, from: SchemaObject, to: SchemaObject): readonly string[] {
  const invoker = Number.parseInt(context.request.version, 10) >= 15 ? " WITH (security_invoker = true)" : "";
  const name = sqlNameOf(from.id);
  // The old release knows the old fields and no others.
  const columns = childrenOf(context.from, to.id, "column").map((object) => quoteName(define<ColumnDefinition>(object).name));
  const grants = childrenOf(context.from, to.id, "grant").map((object) => define<GrantDefinition>(object));
  const words = /^(SELECT|INSERT|UPDATE|DELETE|TRUNCATE|REFERENCES|TRIGGER)$/;
  return [
    `CREATE VIEW ${name}${invoker} AS SELECT ${columns.join(", ")} FROM ${sqlNameOf(to.id)}`,
    ...grants.flatMap((grant) => {
      const privileges = grant.privileges.filter((privilege) => words.test(privilege));
      const grantee = grant.grantee === "PUBLIC" ? "PUBLIC" : quoteName(grant.grantee);
      return privileges.length === 0 ? [] : [`GRANT ${privileges.join(", ")} ON ${name} TO ${grantee}`];
    }),
  ];
}
