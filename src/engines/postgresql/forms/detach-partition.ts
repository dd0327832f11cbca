import type { SchemaObject } from "../../../model/schema.ts";
import type { Form, FormResult, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition, ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { labelOf, sqlNameOf } from "../objects/address.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { columnIn, heirsOf } from "../objects/inheritance.ts";
import { kindOf } from "../objects.ts";
import { attachSql, detachSql } from "../objects/partition.ts";
import { childrenOf } from "../objects/surroundings.ts";
import { hasNamedNotNull, notNullName } from "../plan/not-null.ts";
import { changesOf } from "../plan/place.ts";
import { buildFor } from "../plan/scope.ts";
import { quoteLiteral, quoteName } from "../quote.ts";

/** A partition leaves while everybody works on its parent. */
export const detachPartition: Form = {
  id: "detach-partition",
  summary:
    "DETACH … CONCURRENTLY outside a transaction; where there is a default partition the server refuses that, and the lock is kept short.",
  apply: (context) =>
    changesOf(context, "table").flatMap((change): readonly FormResult[] => {
      if (change.kind !== "modify" || buildFor(context) === "blocking") return [];
      const [before, after] = [define<TableDefinition>(change.from), define<TableDefinition>(change.to)];
      if (before.partitionOf === null || after.partitionOf !== null) return [];
      const siblings = heirsOf(context.from, before.partitionOf.table);
      if (siblings.some((heir) => define<TableDefinition>(heir).partitionOf?.bound === "DEFAULT")) return [];
      const free: SchemaObject = { ...change.from, definition: { ...(change.from.definition as object), partitionOf: null } };
      const rest = kindOf("table").alter(free, change.to, context);
      if (rest === null) return [];
      const left = rest.map((draft) => ({
        ...draft,
        makes: draft.makes.filter((id) => id !== change.to.id),
        needs: [...draft.needs, change.to.id],
      }));
      return [{ claimed: [change], drafts: [...detachDrafts(context, change.from, change.to), ...left], carries: [], prechecks: [] }];
    }),
};

function detachDrafts(context: PlanContext, from: SchemaObject, to: SchemaObject): readonly StepDraft[] {
  const table = define<TableDefinition>(from);
  const [label, parent] = [labelOf(from.id), labelOf(table.partitionOf?.table ?? "")];
  return [
    draftStep({
      kind: "detach-partition-concurrently",
      phase: "expand",
      summary: `Detach ${label} from ${parent}`,
      statements: [`${detachSql(table)} CONCURRENTLY`],
      reverse: [attachSql(table)],
      transaction: "none",
      // A timeout would leave the partition half detached.
      limits: {},
      blocks: [lock(parent, "SHARE UPDATE EXCLUSIVE"), lock(label, "ACCESS EXCLUSIVE")],
      hazards: [
        hazard("breaks-running-code", parent, `The rows of ${label} are no longer found there.`),
        hazard("not-transactional", label, `Waits for running transactions; if it is cut short: ${detachSql(table)} FINALIZE.`, "note"),
      ],
      makes: [`detached:${from.id}`],
      releases: from.dependsOn,
    }),
    draftStep({
      kind: "drop-bound-check",
      phase: "expand",
      summary: `Drop the check that the server left on ${label} in place of the bound`,
      statements: [dropBoundSql(context, to), ...ruleNamesSql(context, from, to)],
      reverse: [],
      blocks: [lock(label, "ACCESS EXCLUSIVE")],
      makes: [to.id],
      needs: [`detached:${from.id}`],
    }),
  ];
}

/** From version 18 on a part's NOT NULL has the name of its parent's; by itself it takes its own. */
function ruleNamesSql(context: PlanContext, from: SchemaObject, to: SchemaObject): readonly string[] {
  const parent = define<TableDefinition>(from).partitionOf?.table ?? "";
  if (!hasNamedNotNull(context.request.version)) return [];
  const columns = childrenOf(context.to, to.id, "column").map((child) => define<ColumnDefinition>(child));
  return columns.flatMap((column) => {
    const above = columnIn(context.from, parent, column.name);
    if (!column.notNull || above?.notNull !== true || notNullName(above) === notNullName(column)) return [];
    const [table, old, own] = [sqlNameOf(to.id), notNullName(above), notNullName(column)];
    return [
      `DO $name$
BEGIN
  IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = ${quoteLiteral(table)}::regclass AND conname = ${quoteLiteral(old)}) THEN
    ALTER TABLE ${table} RENAME CONSTRAINT ${quoteName(old)} TO ${quoteName(own)};
  END IF;
END
$name$`,
    ];
  });
}

/** Checks that nobody asked for; the server chooses their name. */
function dropBoundSql(context: PlanContext, object: SchemaObject): string {
  const table = sqlNameOf(object.id);
  const kept = [...childrenOf(context.from, object.id, "constraint"), ...childrenOf(context.to, object.id, "constraint")].map(
    (constraint) => define<ConstraintDefinition>(constraint).name,
  );
  const names = kept.length === 0 ? "" : `\n      AND conname NOT IN (${[...new Set(kept)].map(quoteLiteral).join(", ")})`;
  return `DO $bound$
DECLARE
  dblead_one name;
BEGIN
  FOR dblead_one IN
    SELECT conname FROM pg_constraint
    WHERE conrelid = ${quoteLiteral(table)}::regclass AND contype = 'c'${names}
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', ${quoteLiteral(table)}, dblead_one);
  END LOOP;
END
$bound$`;
}
