import type { Hazard } from "../../../model/hazard.ts";
import { printName } from "../../../model/name.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition, IndexDefinition } from "../definitions.ts";
import { buildJob } from "../job.ts";
import { columnSql } from "../objects/column-text.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { isAdded } from "../objects/surroundings.ts";
import { zoneHazards } from "../objects/time-zone.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { bareColumnSql, indexSql, keyIndexSql, type TableName, tableSql } from "./attached.ts";
import {
  attachedAfter,
  type Companion,
  type CompanionField,
  type CompanionSet,
  forwardSql,
  isComputed,
  oldColumns,
  staleSql,
  syncFunctionSql,
  syncName,
  workingNames,
} from "./companion.ts";
import { buildAtOnceDraft, buildIndexDrafts } from "./index-build.ts";
import { fitName } from "./naming.ts";
import { isPartitioned } from "./parts.ts";
import { buildFor } from "./scope.ts";

/** Ids under which the steps of one companion wait for each other. */
export function markOf(companion: Companion, what: "fields" | "trigger" | "guard"): string {
  return `${what}:${companion.tableId}/${companion.news.map((field) => field.column.name).join("+")}`;
}

export function labelOfTable(companion: { readonly table: TableName }): string {
  return printName([companion.table.schema, companion.table.name]);
}

/** Name under which a constraint or index of the new fields stands until the old one of that name is gone. */
export function waitingName(companion: { readonly label: string }, name: string): string {
  return fitName(`${name}_${companion.label}`);
}

export function addFieldsDraft(companion: Companion): StepDraft {
  const [table, label] = [tableSql(companion.table), labelOfTable(companion)];
  const names = companion.news.map((field) => field.working).join(", ");
  const stored = companion.news.some((field) => field.column.generated?.kind === "stored");
  const body = (field: Companion["news"][number]): string =>
    field.column.generated === null
      ? bareColumnSql(field.column, field.working)
      : columnSql({ ...field.column, name: field.working, notNull: false });
  return draftStep({
    kind: "add-companion",
    phase: "expand",
    summary: isComputed(companion)
      ? `Add ${names} to ${label}, computed by its new expression`
      : `Add ${names} to ${label}, empty and without a default`,
    statements: companion.news.map((field) => `ALTER TABLE ${table} ADD COLUMN ${body(field)}`),
    reverse: companion.news.map((field) => `ALTER TABLE ${table} DROP COLUMN ${quoteName(field.working)}`).reverse(),
    blocks: [lock(label, "ACCESS EXCLUSIVE", stored ? "rewrite" : "moment")],
    hazards: stored
      ? [
          hazard("rewrites-object", label, "The computed values are stored: every row is written anew."),
          hazard("blocks-reads", label, "Nobody can read the table while it is rewritten."),
          hazard("needs-disk", label, "Needs room for a second copy of the table."),
        ]
      : [],
    makes: [markOf(companion, "fields"), ...(isComputed(companion) ? [markOf(companion, "trigger")] : [])],
    needs: companion.news.flatMap((field) => field.object.dependsOn),
  });
}

export function createSyncSql(companion: Companion): readonly string[] {
  const name = quoteName(syncName(companion));
  return [
    syncFunctionSql(companion),
    `CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE ON ${tableSql(companion.table)} FOR EACH ROW EXECUTE FUNCTION ${quoteQualified(companion.table.schema, syncName(companion))}()`,
  ];
}

export function dropSyncSql(companion: Companion): readonly string[] {
  return [
    `DROP TRIGGER ${quoteName(syncName(companion))} ON ${tableSql(companion.table)}`,
    `DROP FUNCTION ${quoteQualified(companion.table.schema, syncName(companion))}()`,
  ];
}

/** Where a rule says how, nothing is left to the session. */
function zonesOf(companion: Companion, { column }: CompanionField): readonly Hazard[] {
  if (/\bAT TIME ZONE\b/i.test(companion.forward[column.name] ?? "")) return [];
  return oldColumns(companion).flatMap((old) => zoneHazards(`${labelOfTable(companion)}.${column.name}`, old.type, column.type));
}

export function syncDraft(companion: Companion): StepDraft {
  return draftStep({
    kind: "sync-trigger",
    phase: "expand",
    summary: `Keep old and new fields of ${labelOfTable(companion)} equal, whichever a writer fills`,
    statements: createSyncSql(companion),
    reverse: dropSyncSql(companion),
    blocks: [lock(labelOfTable(companion), "SHARE ROW EXCLUSIVE")],
    hazards: [
      hazard("changes-data", labelOfTable(companion), "Who fills both sides with different values: the new field wins.", "note"),
      hazard(
        "breaks-replication",
        labelOfTable(companion),
        "Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.",
        "note",
      ),
      ...companion.news.flatMap((field) => zonesOf(companion, field)),
    ],
    makes: [markOf(companion, "trigger")],
    needs: [markOf(companion, "fields")],
  });
}

/** Indexes of the new fields, built while the fields are empty; unique ones stand in for their constraints until the cut-over. */
export function mirrorDrafts(context: PlanContext, set: CompanionSet): readonly StepDraft[] {
  const isWhole = isPartitioned(context, set.tableId);
  const online = isWhole ? "blocking" : buildFor(context);
  const names = workingNames(set);
  return attachedAfter(context, set).flatMap((object) => {
    if (object.parent !== set.tableId) return [];
    const definition = define<ConstraintDefinition | IndexDefinition>(object);
    const name = waitingName(set, definition.name);
    const statement =
      object.kind === "index"
        ? indexSql(object, { name, names, online })
        : mirrorsKey(object) && !isWhole
          ? keyIndexSql(object, name, { names, online })
          : null;
    if (statement === null) return [];
    const added = object.dependsOn.filter((id) => id.startsWith("column:") && isAdded(context, id));
    const build = {
      schema: set.table.schema,
      name,
      table: labelOfTable(set),
      statement,
      summary: `Build ${definition.name} over the new fields of ${labelOfTable(set)}`,
      makes: [`mirror:${object.id}`],
      needs: [...set.members.map((member) => markOf(member, "trigger")), ...added],
    };
    return isWhole ? [buildAtOnceDraft(build)] : buildIndexDrafts(context, build);
  });
}

export function mirrorsKey(object: { readonly kind: string; readonly definition: unknown }): boolean {
  const type = (object.definition as ConstraintDefinition).type;
  return object.kind === "constraint" && (type === "primary" || type === "unique");
}

export function backfillDraft(context: PlanContext, companion: Companion): StepDraft {
  const job = buildJob({
    schema: context.from,
    tableId: companion.tableId,
    table: companion.table,
    set: companion.news.map((field) => `${quoteName(field.working)} = ${forwardSql(companion, field)}`).join(", "),
    stale: staleSql(companion),
    own: [syncName(companion)],
  });
  return {
    ...draftStep({
      kind: "backfill",
      phase: "migrate",
      summary: `Fill ${companion.news.map((field) => field.working).join(", ")} of ${labelOfTable(companion)}, batch by batch`,
      statements: [],
      reverse: [],
      reversibility: { kind: "exact", until: "any time", loses: "" },
      blocks: [],
      limits: { lockTimeoutMs: 3000 },
      hazards: [
        hazard("changes-data", labelOfTable(companion), "Fills fields that nobody reads yet.", "note"),
        hazard(
          "needs-disk",
          labelOfTable(companion),
          "Each filled row leaves its old version behind until VACUUM, and goes to subscribers.",
          "note",
        ),
        ...(job.sideEffects.length === 0 ? [] : [hazard("changes-data", labelOfTable(companion), job.sideEffects.join("; "))]),
      ],
    }),
    action: job,
  };
}
