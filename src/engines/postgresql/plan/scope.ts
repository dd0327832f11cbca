import type { TransactionScope } from "../../../model/plan.ts";
import type { PlanContext } from "../../step-draft.ts";

/** Whether the project's format can carry statements outside the transaction of their neighbours. */
export function canStandAlone(context: PlanContext): boolean {
  const format = context.request.format;
  return format === null || format.transaction !== "all-pending" || format.canLeaveTransaction;
}

/** The scope as the format can carry it. */
export function scopeFor(context: PlanContext, wanted: TransactionScope): TransactionScope {
  return canStandAlone(context) ? wanted : "shared";
}

/** `CONCURRENTLY` where the format lets a statement out of its transaction. */
export function buildFor(context: PlanContext): "concurrently" | "blocking" {
  const format = context.request.format;
  if (context.request.strategy === "direct") return "blocking";
  if (format === null) return "concurrently";
  return format.transaction === "none" || format.canLeaveTransaction ? "concurrently" : "blocking";
}
