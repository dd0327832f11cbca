import { parseName, printName } from "../../../model/name.ts";
import type { Check } from "../../../model/plan.ts";
import type { PlanContext, StepDraft } from "../../step-draft.ts";
import { quoteName, quoteQualified } from "../quote.ts";
import { followId, type Renames } from "./follow.ts";

/**
 * Counts, as a read-only check, what each step would take for good. Where somebody allowed that by name there is nothing left to check: the count is what
 * the one who allows it should know. Where a requirement stands behind the plan, people are asked about it instead (`drop-loses-data`).
 */
export function lossChecks(context: PlanContext, renames: Renames, drafts: readonly StepDraft[]): readonly Check[] {
  if (context.request.allow.includes("deletes-data") || Object.keys(context.request.origins).length > 0) return [];
  const losing = drafts.filter((draft) => draft.hazards.some(({ kind, level }) => kind === "deletes-data" && level === "error"));
  if (losing.length === 0) return [];
  const before = new Map(context.request.from.objects.map((object) => [followId(object.id, renames), object.id]));
  return losing.flatMap((draft) => {
    const id = draft.removes.map((removed) => before.get(removed) ?? removed).find((removed) => /^(?:table|column):/.test(removed));
    return id === undefined ? [] : [countOf(id)];
  });
}

function countOf(id: string): Check {
  const label = id.slice(id.indexOf(":") + 1);
  const parts = parseName(label);
  const isColumn = id.startsWith("column:");
  const table = quoteQualified(...(isColumn ? parts.slice(0, -1) : parts));
  const where = isColumn ? ` WHERE ${quoteName(parts.at(-1) ?? "")} IS NOT NULL` : "";
  return {
    id: `would-be-lost/${printName(parts)}`,
    summary: isColumn
      ? `No row of ${printName(parts.slice(0, -1))} holds a ${parts.at(-1) ?? ""} that would go`
      : `${label} has no rows that would go`,
    query: `SELECT count(*) AS would_be_lost FROM ${table}${where} HAVING count(*) > 0`,
    expects: "no-rows",
  };
}
