import type { JournalEvent } from "../model/event.ts";
import type { RunState } from "../model/run-state.ts";
import type { LeadContext } from "./context.ts";
import { keyOf, toJson } from "./kept.ts";
import { buildReport } from "./report.ts";
import { finish } from "./steps.ts";

/** Keeps the report of the integrated state; rendering is a matter of the faces. */
export async function reportStep(context: LeadContext, state: RunState): Promise<readonly JournalEvent[]> {
  const report = await buildReport(context, { ...state, report: "made" }, "completion");
  // Keyed by what the state says, not by the report: it holds durations.
  const stages = Object.values(state.targets).map((target) => target.integration);
  const key = keyOf("report", { requirement: state.requirement?.hash, stages, approvals: state.approvals, gates: state.gates });
  await context.store.keep(key, toJson(report));
  return [{ kind: "reported", key }, finish("report", null, key)];
}
