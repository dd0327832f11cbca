import type { SchemaObject } from "../../../model/schema.ts";
import type { StepDraft } from "../../step-draft.ts";
import type { Companion, TablePair } from "../data-rules.ts";
import { type TriggerDefinition, tableOf, triggerOf } from "../definitions.ts";
import { blocksWrites, draftStep, hazard, statements } from "../draft.ts";
import { idOf } from "../normalize.ts";
import { renderTrigger } from "../objects/trigger.ts";
import { quoteName, replaceColumns } from "../tokens.ts";

/** Old and new columns side by side: triggers carry every write across while releases of both versions run, and rows that are there are filled once. */
export interface SyncRequest {
  readonly pair: TablePair;
  readonly companion: Companion;
  /** Columns of the table while both live. */
  readonly columns: readonly string[];
  /** How a trigger finds the row again. */
  readonly key: readonly string[];
  readonly name: string;
}

export function syncTriggers(request: SyncRequest): readonly SchemaObject[] {
  const { companion, pair, name } = request;
  const table = tableOf(pair.after).name;
  const { from, to } = companion;
  const olds = from.filter((column) => companion.backward.has(column) && !to.includes(column));
  const toNew = setAll(request, companion.forward);
  const toOld = setAll(request, companion.backward);
  const isFill = from.every((column) => to.includes(column));
  const newIsEmpty = to.map((column) => `NEW.${quoteName(column)} IS NULL`).join(" AND ");
  const newIsGiven = `(${to.map((column) => `NEW.${quoteName(column)} IS NOT NULL`).join(" OR ")})`;
  const oldIsGiven = isFill ? "TRUE" : `(${from.map((column) => `NEW.${quoteName(column)} IS NOT NULL`).join(" OR ")})`;
  const trigger = (suffix: string, event: string, when: string, set: string): SchemaObject =>
    triggerObject(table, `${name}_${suffix}`, event, when, set);
  const forward = trigger("insert_old", "AFTER INSERT", `${newIsEmpty} AND ${oldIsGiven}`, toNew);
  if (isFill) return [forward, trigger("update_old", `AFTER UPDATE OF ${to.map(quoteName).join(", ")}`, newIsEmpty, toNew)];
  const oldChanged = `(${differs(from)}) AND NOT (${differs(to)})`;
  const newChanged = `(${differs(to)})`;
  const isNotForward = `(${unlike(request, companion.forward)})`;
  const isNotBackward = olds.length === 0 ? "TRUE" : `(${unlike(request, companion.backward)})`;
  const backwards =
    olds.length === 0
      ? []
      : [
          trigger("insert_new", "AFTER INSERT", `${newIsGiven} AND ${isNotBackward}`, toOld),
          trigger(
            "update_new",
            `AFTER UPDATE OF ${to.map(quoteName).join(", ")}`,
            `${newChanged} AND ${isNotForward} AND ${isNotBackward}`,
            toOld,
          ),
        ];
  return [
    forward,
    trigger(
      "update_old",
      `AFTER UPDATE OF ${from.map(quoteName).join(", ")}`,
      `${oldChanged} AND ${isNotForward} AND ${isNotBackward}`,
      toNew,
    ),
    ...backwards,
  ];
}

function setAll({ pair, key }: SyncRequest, expressions: ReadonlyMap<string, string>): string {
  const sets = [...expressions].map(([column, expression]) => `${quoteName(column)} = ${expression}`).join(", ");
  const where = key.map((column) => `${quoteName(column)} IS NEW.${quoteName(column)}`).join(" AND ");
  return `UPDATE ${quoteName(tableOf(pair.after).name)} SET ${sets} WHERE ${where}`;
}

function differs(columns: readonly string[]): string {
  return columns.map((column) => `NEW.${quoteName(column)} IS NOT OLD.${quoteName(column)}`).join(" OR ");
}

/** Guards against recursion: a write that is already the image of the other side stops here. */
function unlike({ columns }: SyncRequest, expressions: ReadonlyMap<string, string>): string {
  const onNew = (expression: string): string =>
    replaceColumns(expression, (name) => {
      const column = columns.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
      return column === undefined ? undefined : `NEW.${quoteName(column)}`;
    });
  return [...expressions].map(([column, expression]) => `NEW.${quoteName(column)} IS NOT (${onNew(expression)})`).join(" OR ");
}

function triggerObject(table: string, name: string, event: string, when: string, statement: string): SchemaObject {
  const definition: TriggerDefinition = { name, table, event, when, body: [statement] };
  const parent = idOf("table", table);
  return { id: idOf("trigger", name), kind: "trigger", parent, dependsOn: [parent], definition };
}

/** Fills the new columns of rows that are there. It may run again: rows already filled are left alone. The table's own triggers do not see it. */
export function backfillStep(pair: TablePair, companion: Companion, triggers: readonly SchemaObject[]): StepDraft {
  const table = tableOf(pair.after).name;
  const { from, to, forward } = companion;
  const isFill = from.every((column) => to.includes(column));
  const empty = to.map((column) => `${quoteName(column)} IS NULL`).join(" AND ");
  const given = isFill ? "" : ` AND (${from.map((column) => `${quoteName(column)} IS NOT NULL`).join(" OR ")})`;
  const sets = [...forward].map(([column, expression]) => `${quoteName(column)} = ${expression}`).join(", ");
  const update = `UPDATE ${quoteName(table)} SET ${sets} WHERE ${empty}${given}`;
  const overwrites = to.filter((column) => from.includes(column));
  return draftStep({
    kind: "backfill",
    phase: "migrate",
    summary: `fill ${to.join(", ")} of ${table}`,
    action: statements([
      ...triggers.map((trigger) => `DROP TRIGGER ${quoteName(triggerOf(trigger).name)}`),
      update,
      ...triggers.map((trigger) => renderTrigger(triggerOf(trigger))),
    ]),
    reverse: [],
    reversibility:
      overwrites.length === 0
        ? { kind: "exact", until: "the columns are dropped again", loses: "" }
        : { kind: "schema-only", until: "the step runs", loses: `which rows of ${table} had no ${overwrites.join(", ")}` },
    blocks: blocksWrites("scan"),
    hazards: [
      hazard("blocks-writes", table, "nothing else can write to the file until the update commits", "note"),
      hazard("scans-object", table, `every row of ${table} is read`, "note"),
    ],
  });
}
