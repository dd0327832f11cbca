import { type Change, idOfChange } from "../../../model/change.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { Form, FormResult, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ConstraintDefinition, TableDefinition } from "../definitions.ts";
import { labelOf, sqlNameOf } from "../objects/address.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { findObject } from "../objects/surroundings.ts";
import { analyzeDraft } from "../plan/analyze.ts";
import { addConstraintSql, dropConstraintSql, validateConstraintSql } from "../plan/attached.ts";
import { fitName } from "../plan/naming.ts";
import {
  copyJob,
  isMadeBeside,
  moveGuardSql,
  movingName,
  type Moving,
  moveNumbersSql,
  moveTriggerSql,
  readMoving,
} from "../plan/moving-table.ts";
import { changesOf } from "../plan/place.ts";
import { creationSql, namesAway, ownersOver, referencesTo, remakeTableSql, wholeOf } from "../plan/remade-table.ts";
import { canStandAlone, scopeFor } from "../plan/scope.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { isRemade } from "./partition-table.ts";

/** A big table becomes partitioned while everybody works on it: its new form fills beside it and takes its place in a moment. */
export const partitionTableOnline: Form = {
  id: "partition-table-online",
  summary: "Make the partitioned form beside the table, repeat every write there, copy old rows batch by batch, then let it take the name.",
  apply: (context) =>
    canStandAlone(context)
      ? changesOf(context, "table").flatMap((change): readonly FormResult[] => {
          const moving = change.kind === "modify" && isRemade(context, change.from.id) ? readMoving(context, change.from.id) : null;
          if (moving === null) return [];
          const references = [...referencesTo(context.from, moving.id), ...referencesTo(context.to, moving.id)];
          // Those of a table that is remade too go and come with that.
          const led = references.filter((object) => !isRemade(context, object.parent ?? ""));
          const own = new Set([...wholeOf(context.from, moving.id), ...wholeOf(context.to, moving.id), ...led].map((object) => object.id));
          const claimed = context.changes.filter((other) => own.has(idOfChange(other)));
          return [{ claimed, drafts: drafted(context, moving), carries: [], prechecks: [] }];
        })
      : [],
};

function drafted(context: PlanContext, moving: Moving): readonly StepDraft[] {
  const label = labelOf(moving.id);
  const mark = (what: string): string => `moving:${moving.id}/${what}`;
  const beside = wholeOf(moving.to, moving.waitingId);
  const adds: PlanContext = { ...context, to: moving.to, changes: beside.map((object): Change => ({ kind: "add", object })) };
  const needs = [...new Set(wholeOf(context.to, moving.id).flatMap((object) => object.dependsOn))].filter(
    (id) => !id.startsWith("table:") && !id.startsWith("column:"),
  );
  const trigger = movingName(moving, context.request.label);
  const fill = draftStep({
    kind: "backfill",
    phase: "migrate",
    summary: `Copy the rows of ${label} into its new form, batch by batch`,
    statements: [],
    reverse: [],
    hazards: [hazard("needs-disk", label, "Needs room for a second copy of the table.")],
  });
  return [
    draftStep({
      kind: "create-beside",
      phase: "expand",
      summary: `Make the new form of ${label} beside it, empty, as ${moving.waiting}`,
      statements: creationSql(
        adds,
        beside.filter((object) => standsBeside(context, object)),
      ),
      reverse: [`DROP TABLE IF EXISTS ${quoteQualified(moving.schema, moving.waiting)}`],
      makes: [mark("beside")],
      needs,
    }),
    draftStep({
      kind: "sync-trigger",
      phase: "expand",
      summary: `Repeat every write of ${label} in its new form`,
      statements: moveTriggerSql(moving, context.request.label),
      reverse: [
        `DROP TRIGGER IF EXISTS ${quoteName(trigger)} ON ${sqlNameOf(moving.id)}`,
        `DROP FUNCTION IF EXISTS ${quoteQualified(moving.schema, trigger)}()`,
      ],
      blocks: [lock(label, "SHARE ROW EXCLUSIVE")],
      hazards: [
        hazard("breaks-running-code", label, "A write that fits no part of the new form is refused; TRUNCATE is not repeated.", "note"),
        hazard(
          "breaks-replication",
          label,
          "Fires for writes of this server's clients only; rows that replication brings are copied by the job alone.",
          "note",
        ),
      ],
      makes: [mark("trigger")],
      needs: [mark("beside")],
    }),
    { ...fill, action: copyJob(moving) },
    draftStep({
      kind: "guard-backfill",
      phase: "contract",
      summary: `Refuse to go on while a row of ${label} is missing in its new form`,
      statements: [moveGuardSql(moving)],
      reverse: [],
      transaction: scopeFor(context, "own"),
      blocks: [lock(label, "ACCESS SHARE", "scan")],
      hazards: [hazard("scans-object", label, "Both forms are read and compared.", "note")],
      makes: [mark("guard")],
    }),
    cutOver(context, moving, mark("guard")),
    ...referencesTo(context.to, moving.id)
      .filter((object) => canBeLate(context, object))
      .map((object) => proveDraft(context, moving, object)),
    analyzeDraft(context, moving.id, { phase: "contract", needs: [moving.id], why: "a table made anew has none as a whole" }),
  ];
}

function cutOver(context: PlanContext, moving: Moving, guard: string): StepDraft {
  const [label, table] = [labelOf(moving.id), sqlNameOf(moving.id)];
  const old = fitName(`${moving.name}_old_${context.request.label}`);
  const trigger = quoteName(movingName(moving, context.request.label));
  const whole = wholeOf(context.to, moving.id);
  const late = {
    ...context,
    changes: whole.filter((object) => !standsBeside(context, object)).map((object): Change => ({ kind: "add", object })),
  };
  const before = referencesTo(context.from, moving.id);
  const after = referencesTo(context.to, moving.id);
  const rename = (from: string, to: string): string => `ALTER TABLE ${quoteQualified(moving.schema, from)} RENAME TO ${quoteName(to)}`;
  return draftStep({
    kind: "cut-over",
    phase: "contract",
    summary: `Let the new form take the place of ${label}`,
    statements: [
      `LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`,
      `DROP TRIGGER ${trigger} ON ${table}`,
      `DROP FUNCTION ${quoteQualified(moving.schema, movingName(moving, context.request.label))}()`,
      ...before.map((object) => dropConstraintSql(object)),
      rename(moving.name, old),
      ...namesAway(context.from, moving.id, `old_${context.request.label}`),
      rename(moving.waiting, moving.name),
      ...moving.names.map(([final, waiting]) => `ALTER INDEX ${quoteQualified(moving.schema, waiting)} RENAME TO ${quoteName(final)}`),
      ...moveNumbersSql(moving, old),
      ...ownersOver(context, moving.id),
      ...creationSql(
        late,
        whole.filter((object) => !standsBeside(context, object)),
      ),
      `DROP TABLE ${quoteQualified(moving.schema, old)}`,
      ...after.map((object) => addConstraintSql(object, canBeLate(context, object) ? { isLate: "not valid" } : {})),
    ],
    reverse: remakeTableSql({ ...context, from: context.to, to: context.from }, moving.id, context.request.label),
    blocks: [lock(label, "ACCESS EXCLUSIVE"), ...after.map((object) => lock(labelOf(object.parent ?? ""), "SHARE ROW EXCLUSIVE"))],
    hazards: [hazard("breaks-replication", label, "Subscribers of the old table do not follow the new one by themselves.")],
    makes: [`cut-over:${moving.id}`, ...whole.map((object) => object.id), ...after.map((object) => `new-rows:${object.id}`)],
    needs: ["dependents-gone", guard],
    removes: [moving.id],
  });
}

/** A reference to a table that is remade too would hold on to the old one: it comes in the last moment. */
function standsBeside(context: PlanContext, object: SchemaObject): boolean {
  const target = object.kind === "constraint" ? define<ConstraintDefinition>(object).references : null;
  return isMadeBeside(object) && (target === null || !isRemade(context, target.table));
}

/** Before version 18 a partitioned table takes no reference unproven. */
function canBeLate(context: PlanContext, object: SchemaObject): boolean {
  const table = findObject(context.to, object.parent ?? "");
  const isPartitioned = table?.kind === "table" && define<TableDefinition>(table).partitionBy !== null;
  return Number.parseInt(context.request.version, 10) >= 18 || !isPartitioned;
}

function proveDraft(context: PlanContext, moving: Moving, object: SchemaObject): StepDraft {
  const label = labelOf(object.parent ?? "");
  return draftStep({
    kind: "validate-reference",
    phase: "contract",
    summary: `Prove ${labelOf(object.id)} for the rows that are there`,
    statements: [validateConstraintSql(object)],
    reverse: [],
    transaction: scopeFor(context, "own"),
    blocks: [lock(label, "SHARE UPDATE EXCLUSIVE", "scan")],
    hazards: [hazard("scans-object", label, "Every row is looked up; readers and writers go on.", "note")],
    makes: [object.id],
    needs: [`cut-over:${moving.id}`, "dependents-back"],
  });
}
