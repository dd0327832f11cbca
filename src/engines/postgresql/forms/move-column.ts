import type { Carry, Check } from "../../../model/plan.ts";
import { idOfChange } from "../../../model/change.ts";
import { parseName, printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { DataRule } from "../../engine.ts";
import type { Form, FormResult, PlanContext, StepDraft } from "../../step-draft.ts";
import type { ColumnDefinition } from "../definitions.ts";
import { buildJob } from "../job.ts";
import { define, draftStep, hazard, lock } from "../objects/draft.ts";
import { findObject } from "../objects/surroundings.ts";
import { bareColumnSql, type TableName, tableSql } from "../plan/attached.ts";
import { isDistinctSql } from "../plan/companion.ts";
import { replaceColumns } from "../plan/expression.ts";
import { notNullDrafts } from "../plan/fill.ts";
import { fitName } from "../plan/naming.ts";
import { requireSql } from "../plan/not-null.ts";
import { quietUpdateSql } from "../plan/quiet-update.ts";
import { quoteLiteral, quoteName, quoteQualified } from "../quote.ts";

interface Move {
  readonly old: SchemaObject;
  readonly fresh: SchemaObject;
  readonly from: TableName;
  readonly to: TableName;
  readonly join: string;
  readonly label: string;
  readonly version: string;
  readonly before: ColumnDefinition;
  readonly after: ColumnDefinition;
}

/** A field moves to another table: filled there through the join, kept equal both ways, dropped here when nobody uses it. */
export const moveColumn: Form = {
  id: "move-column",
  summary: "Fill the field in its new table through the declared join, keep both equal, drop the old one when nobody uses it.",
  apply: (context) =>
    context.request.rules.flatMap((rule): readonly FormResult[] => {
      const move = rule.kind === "move" ? readMove(context, rule) : null;
      if (move === null) return [];
      const claimed = context.changes.filter(
        (change) => change.kind !== "rename" && [move.old.id, move.fresh.id].includes(idOfChange(change)),
      );
      if (claimed.length !== 2) return [];
      const drafts = context.request.strategy === "direct" ? directDrafts(move) : onlineDrafts(context, move);
      return [{ claimed, drafts, carries: carriesOf(move), prechecks: [reachCheck(move)] }];
    }),
};

function readMove(context: PlanContext, rule: DataRule): Move | null {
  const [source = "", target = ""] = [rule.from[0], rule.to[0]];
  const old = findObject(context.from, `column:${printName(parseName(source))}`);
  const fresh = findObject(context.to, `column:${printName(parseName(target))}`);
  const join = rule.forward["join"];
  if (old === undefined || fresh === undefined || join === undefined) return null;
  const [before, after] = [define<ColumnDefinition>(old), define<ColumnDefinition>(fresh)];
  return {
    old,
    fresh,
    before,
    after,
    join,
    label: context.request.label,
    version: context.request.version,
    from: { schema: before.schema, name: before.table },
    to: { schema: after.schema, name: after.table },
  };
}

/** The join with every reference to one of the tables made a field of a record. */
function joinOver(move: Move, table: TableName, record: string): string {
  return replaceColumns(move.join, (name, qualifier) => (qualifier === table.name ? `${record}.${quoteName(name)}` : undefined));
}

function valueFor(move: Move, side: "new" | "old", record: string): string {
  const [other, own, column] = side === "new" ? [move.from, move.to, move.before] : [move.to, move.from, move.after];
  return `(SELECT ${quoteName(other.name)}.${quoteName(column.name)} FROM ${tableSql(other)} WHERE ${joinOver(move, own, record)} LIMIT 1)`;
}

function staleSql(move: Move): string {
  return isDistinctSql(
    `${quoteName(move.to.name)}.${quoteName(move.after.name)}`,
    valueFor(move, "new", quoteName(move.to.name)),
    move.after.type,
  );
}

function carriesOf(move: Move): readonly Carry[] {
  const [before, after] = [printName([move.from.schema, move.from.name]), printName([move.to.schema, move.to.name])];
  return [
    {
      objectBefore: before,
      objectAfter: before,
      fieldBefore: move.before.name,
      fieldAfter: null,
      forward: null,
      backward: valueFor(move, "old", quoteName(move.from.name)),
    },
    {
      objectBefore: after,
      objectAfter: after,
      fieldBefore: null,
      fieldAfter: move.after.name,
      forward: valueFor(move, "new", quoteName(move.to.name)),
      backward: null,
    },
  ];
}

/** Rows whose value nobody over there takes over. */
function reachCheck(move: Move): Check {
  const name = quoteName(move.from.name);
  return {
    id: `reach/${printName([move.from.schema, move.from.name, move.before.name])}`,
    summary: `Every value of ${printName([move.from.schema, move.from.name, move.before.name])} is taken over by a row of ${printName([move.to.schema, move.to.name])}`,
    query: `SELECT ${name}.${quoteName(move.before.name)} FROM ${tableSql(move.from)} WHERE ${name}.${quoteName(move.before.name)} IS NOT NULL AND NOT EXISTS (SELECT FROM ${tableSql(move.to)} WHERE ${move.join})`,
    expects: "no-rows",
  };
}

const [far, near] = ["far", "near"] as const;
function nameOf(move: Move, end: typeof far | typeof near): string {
  return fitName(`zz_${move.label}_move_${end === far ? move.to.name : move.from.name}_${move.after.name}`);
}

function functionSql(
  move: Move,
  table: TableName,
  end: typeof far | typeof near,
  body: readonly string[],
  when: string,
): readonly string[] {
  const name = nameOf(move, end);
  return [
    `CREATE FUNCTION ${quoteQualified(table.schema, name)}() RETURNS trigger LANGUAGE plpgsql AS $sync$\nBEGIN\n${body.map((line) => `  ${line}`).join("\n")}\n  RETURN NEW;\nEND\n$sync$`,
    `CREATE TRIGGER ${quoteName(name)} ${when} ON ${tableSql(table)} FOR EACH ROW EXECUTE FUNCTION ${quoteQualified(table.schema, name)}()`,
  ];
}

/** The near trigger pushes what the old release writes; the far one fills new rows and hands back what the new release writes. Comparing values ends the round. */
function syncSql(move: Move): readonly string[] {
  const [newName, oldName] = [quoteName(move.after.name), quoteName(move.before.name)];
  const push = [
    `UPDATE ${tableSql(move.to)} SET ${newName} = NEW.${oldName}`,
    `WHERE ${joinOver(move, move.from, "NEW")} AND ${isDistinctSql(`${quoteName(move.to.name)}.${newName}`, `NEW.${oldName}`, move.after.type)} AND pg_trigger_depth() < 2;`,
  ];
  const back = [
    `IF TG_OP = 'INSERT' AND NEW.${newName} IS NULL THEN`,
    `  NEW.${newName} := ${valueFor(move, "new", "NEW")};`,
    "ELSE",
    `  UPDATE ${tableSql(move.from)} SET ${oldName} = NEW.${newName}`,
    `  WHERE ${joinOver(move, move.to, "NEW")} AND ${isDistinctSql(`${quoteName(move.from.name)}.${oldName}`, `NEW.${newName}`, move.before.type)} AND pg_trigger_depth() < 2;`,
    "END IF;",
  ];
  return [
    ...functionSql(move, move.from, near, push, `AFTER INSERT OR UPDATE OF ${oldName}`),
    ...functionSql(move, move.to, far, back, `BEFORE INSERT OR UPDATE OF ${newName}`),
  ];
}

function dropSyncSql(move: Move): readonly string[] {
  return [
    `DROP TRIGGER ${quoteName(nameOf(move, far))} ON ${tableSql(move.to)}`,
    `DROP FUNCTION ${quoteQualified(move.to.schema, nameOf(move, far))}()`,
    `DROP TRIGGER ${quoteName(nameOf(move, near))} ON ${tableSql(move.from)}`,
    `DROP FUNCTION ${quoteQualified(move.from.schema, nameOf(move, near))}()`,
  ];
}

/** Away with the old field, and back with the values that the new one holds. */
function dropDraft(
  move: Move,
  mode: { readonly phase: "expand" | "contract"; readonly sync: "triggers" | "none"; readonly needs: readonly string[] },
): StepDraft {
  const [table, name] = [tableSql(move.from), quoteName(move.before.name)];
  const label = `${printName([move.from.schema, move.from.name])}.${move.before.name}`;
  const alter = `ALTER TABLE ${table} ALTER COLUMN ${name}`;
  return draftStep({
    kind: "drop-moved-column",
    phase: mode.phase,
    summary: `Drop ${label}, which lives in ${printName([move.to.schema, move.to.name])} now`,
    statements: [...(mode.sync === "triggers" ? dropSyncSql(move) : []), `ALTER TABLE ${table} DROP COLUMN ${name}`],
    reverse: [
      `ALTER TABLE ${table} ADD COLUMN ${bareColumnSql(move.before)}`,
      quietUpdateSql(move.from, `${name} = ${valueFor(move, "old", quoteName(move.from.name))}`, null),
      ...(move.before.notNull ? [requireSql(move.before, move.version)] : []),
      ...(move.before.default === null ? [] : [`${alter} SET DEFAULT ${move.before.default}`]),
      ...(mode.sync === "triggers" ? syncSql(move) : []),
    ],
    reversibility: {
      kind: "schema-only",
      until: "the step runs",
      loses: "values of rows that the join does not reach, and of all but one where the join reaches several",
    },
    blocks: [lock(printName([move.from.schema, move.from.name]), "ACCESS EXCLUSIVE")],
    hazards: [
      hazard("breaks-running-code", label, "Code that still uses the old place fails."),
      hazard("deletes-data", label, "Values of rows that the join does not reach are gone."),
    ],
    removes: [move.old.id],
    needs: [...mode.needs, "dependents-gone"],
  });
}

function addDraft(move: Move): StepDraft {
  return draftStep({
    kind: "add-companion",
    phase: "expand",
    summary: `Add ${move.after.name} to ${printName([move.to.schema, move.to.name])}, empty`,
    statements: [
      `ALTER TABLE ${tableSql(move.to)} ADD COLUMN ${bareColumnSql(move.after)}`,
      ...(move.after.default === null
        ? []
        : [`ALTER TABLE ${tableSql(move.to)} ALTER COLUMN ${quoteName(move.after.name)} SET DEFAULT ${move.after.default}`]),
    ],
    reverse: [`ALTER TABLE ${tableSql(move.to)} DROP COLUMN ${quoteName(move.after.name)}`],
    blocks: [lock(printName([move.to.schema, move.to.name]), "ACCESS EXCLUSIVE")],
    makes: [move.fresh.id],
    needs: move.fresh.dependsOn,
  });
}

function onlineDrafts(context: PlanContext, move: Move): readonly StepDraft[] {
  const label = printName([move.to.schema, move.to.name]);
  const job = buildJob({
    schema: context.from,
    tableId: move.fresh.parent ?? "",
    table: move.to,
    set: `${quoteName(move.after.name)} = ${valueFor(move, "new", quoteName(move.to.name))}`,
    stale: staleSql(move),
    own: [nameOf(move, far), nameOf(move, near)],
  });
  const guard = draftStep({
    kind: "guard-backfill",
    phase: "contract",
    summary: `Refuse to go on while ${move.after.name} of ${label} is not filled to the end`,
    statements: [
      `DO $guard$\nBEGIN\n  IF EXISTS (SELECT FROM ${tableSql(move.to)} WHERE ${staleSql(move)}) THEN\n    RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(`The backfill of ${move.after.name} in ${label} is not complete.`)}, HINT = 'Run its job again, then this migration.';\n  END IF;\nEND\n$guard$`,
    ],
    reverse: [],
    blocks: [lock(label, "ACCESS SHARE", "scan")],
    makes: [`guard:${move.fresh.id}`],
  });
  const required = move.after.notNull ? notNullDrafts(context, move.fresh, { phase: "contract", needs: [`guard:${move.fresh.id}`] }) : [];
  return [
    addDraft(move),
    draftStep({
      kind: "sync-trigger",
      phase: "expand",
      summary: `Keep ${move.before.name} of ${printName([move.from.schema, move.from.name])} and ${move.after.name} of ${label} equal`,
      statements: syncSql(move),
      reverse: dropSyncSql(move),
      blocks: [lock(printName([move.from.schema, move.from.name]), "SHARE ROW EXCLUSIVE"), lock(label, "SHARE ROW EXCLUSIVE")],
      needs: [move.fresh.id],
    }),
    {
      ...draftStep({
        kind: "backfill",
        phase: "migrate",
        summary: `Fill ${move.after.name} of ${label}, batch by batch`,
        statements: [],
        reverse: [],
      }),
      action: job,
    },
    guard,
    ...required,
    dropDraft(move, {
      phase: "contract",
      sync: "triggers",
      needs: [`guard:${move.fresh.id}`, ...(move.after.notNull ? [`set:${move.fresh.id}`] : [])],
    }),
  ];
}

function directDrafts(move: Move): readonly StepDraft[] {
  const table = tableSql(move.to);
  return [
    addDraft(move),
    draftStep({
      kind: "fill-column",
      phase: "expand",
      summary: `Fill ${move.after.name} of ${printName([move.to.schema, move.to.name])}`,
      statements: [
        quietUpdateSql(move.to, `${quoteName(move.after.name)} = ${valueFor(move, "new", quoteName(move.to.name))}`, null),
        ...(move.after.notNull ? [requireSql(move.after, move.version)] : []),
      ],
      reverse: move.after.notNull ? [`ALTER TABLE ${table} ALTER COLUMN ${quoteName(move.after.name)} DROP NOT NULL`] : [],
      blocks: [lock(printName([move.to.schema, move.to.name]), "ACCESS EXCLUSIVE", "rewrite")],
      hazards: [hazard("blocks-writes", printName([move.to.schema, move.to.name]), "Nobody can use the table while its rows are filled.")],
      makes: [`set:${move.fresh.id}`],
      needs: [move.fresh.id],
    }),
    dropDraft(move, { phase: "expand", sync: "none", needs: [`set:${move.fresh.id}`] }),
  ];
}
