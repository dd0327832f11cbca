import { idOfChange } from "../../../model/change.ts";
import { parseName, printName } from "../../../model/name.ts";
import type { SchemaObject } from "../../../model/schema.ts";
import type { Check } from "../../../model/plan.ts";
import type { DataRule } from "../../engine.ts";
import type { PlanContext } from "../../step-draft.ts";
import { findObject } from "../objects/surroundings.ts";
import { keyOf } from "../job.ts";
import { quoteName } from "../quote.ts";
import { tableSql } from "./attached.ts";
import { backwardSql, buildCompanion, type Companion, isDistinctSql, oldColumns } from "./companion.ts";
import { replaceColumns } from "./expression.ts";
import type { CompanionResult } from "./form-result.ts";

function columnIn(context: PlanContext, side: "from" | "to", table: string, name: string): SchemaObject | undefined {
  return findObject(context[side], `column:${printName([...parseName(table), name])}`);
}

/** What a split, merge or conversion rule asks for, where the schemas bear it out. */
export function reshapeByRule(context: PlanContext, kind: DataRule["kind"], form: string): readonly CompanionResult[] {
  return context.request.rules.flatMap((rule) => {
    if (rule.kind !== kind) return [];
    const olds = rule.from.flatMap((name) => columnIn(context, "from", rule.object, name) ?? []);
    const news = rule.to.flatMap((name) => columnIn(context, "to", rule.object, name) ?? []);
    const touched = new Set([...olds, ...news].map((object) => object.id));
    const claimed = context.changes.filter((change) => touched.has(idOfChange(change)) && change.kind !== "rename");
    if (olds.length !== rule.from.length || news.length !== rule.to.length || claimed.length === 0) return [];
    const companion = buildCompanion(context, {
      form,
      summary: `${rule.from.join(", ")} → ${rule.to.join(", ")}`,
      olds,
      news,
      forward: rule.forward,
      backward: rule.backward,
    });
    return [{ claimed, companion, prechecks: [inverseCheck(context, companion)].filter((check) => check !== null) }];
  });
}

/** Rows from which the way back would make other values than they hold now. */
export function inverseCheck(context: PlanContext, companion: Companion): Check | null {
  const made: Readonly<Record<string, string>> = Object.fromEntries(
    companion.news.map((field) => [field.working, `(${companion.forward[field.column.name] ?? "NULL"})`]),
  );
  const differs = oldColumns(companion).flatMap((old) => {
    const back = backwardSql(companion, old);
    if (back === null) return [];
    return [
      isDistinctSql(
        quoteName(old.name),
        replaceColumns(back, (name) => (Object.hasOwn(made, name) ? made[name] : undefined)),
        old.type,
      ),
    ];
  });
  if (differs.length === 0) return null;
  const empty = companion.news.flatMap((field) => (field.column.notNull ? [`${made[field.working] ?? "NULL"} IS NULL`] : []));
  const key = keyOf(context.from, companion.tableId);
  const shown = key.length === 0 ? "ctid" : key.map(quoteName).join(", ");
  return {
    id: `inverse/${printName([companion.table.schema, companion.table.name])}/${companion.news.map((field) => field.column.name).join("+")}`,
    summary: `Every row of ${printName([companion.table.schema, companion.table.name])} comes back as it was by the declared way back (${companion.summary})`,
    query: `SELECT ${shown} FROM ${tableSql(companion.table)} WHERE ${[...differs, ...empty].join(" OR ")}`,
    expects: "no-rows",
    inverseOf: oldColumns(companion).map((old) => printName([companion.table.schema, companion.table.name, old.name])),
  };
}
