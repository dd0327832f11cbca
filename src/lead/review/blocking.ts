import type { Evidence } from "../../model/evidence.ts";
import type { Finding, FindingLevel } from "../../model/finding.ts";
import type { StatementTrace } from "../../model/review.ts";
import { reportCheck } from "./findings.ts";
import type { ReviewRequest } from "./request.ts";

/** From this number of rows on, reading all of them under a lock is no longer a moment. */
const manyRows = 10_000;

/**
 * Statements that, in this very run, read or rewrote an object of the base while they kept others out of it. `rows` are the counts on the shadow.
 * What the plan announced as a hazard on that object is a note: somebody chose it. New objects are empty and raise nothing.
 */
export function findBlocking(
  request: ReviewRequest,
  traces: readonly StatementTrace[],
  rows: Readonly<Record<string, number>>,
  evidence: Evidence,
): readonly Finding[] {
  const announced = new Set(
    (request.plan?.steps ?? []).flatMap((step) =>
      step.hazards
        .filter((hazard) => ["blocks-writes", "blocks-reads", "rewrites-object", "scans-object"].includes(hazard.kind))
        .map((hazard) => hazard.object),
    ),
  );
  const findings: Finding[] = [];
  for (const trace of traces) {
    const worked = new Set([...trace.rewrites, ...trace.scans]);
    for (const block of trace.blocks) {
      if ((block.blocks !== "writes" && block.blocks !== "reads-and-writes") || !worked.has(block.object)) continue;
      const known = request.sizes[block.object]?.rowsEstimated ?? rows[block.object];
      if (known === undefined || known === 0) continue;
      const level: FindingLevel = announced.has(block.object) ? "note" : known >= manyRows ? "error" : "warning";
      const how = trace.rewrites.includes(block.object) ? "rewrites" : "reads";
      const detail = `${block.vendorMode} on ${block.object} while it ${how} its ${known.toLocaleString("en")} rows.`;
      findings.push(reportCheck("blocks-while-working", { place: trace, object: block.object, detail, level, evidence }));
    }
  }
  return findings;
}
