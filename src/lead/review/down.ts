import type { DigestRequest } from "../../engines/row-proof.ts";
import type { Shadow } from "../../engines/shadow.ts";
import type { Evidence } from "../../model/evidence.ts";
import type { DownVerdict } from "../../model/review.ts";
import type { Schema } from "../../model/schema.ts";
import type { ReviewRequest } from "./request.ts";
import { compareRows, type RowSource, readBoth } from "./row-comparison.ts";
import { describeDifference, differsInFieldOrder, withoutIgnored } from "./schema-difference.ts";
import { type Failure, runDowns } from "./stages.ts";

export interface DownRun {
  readonly verdict: DownVerdict;
  readonly failure: Failure | null;
  /** Objects and fields whose rows or values differ from the base after going there and back, no writes in between. */
  readonly lost: readonly string[];
}

/** Goes back on the shadow it is handed and compares schema and rows with the base. */
export async function tryDown(
  shadow: Shadow,
  request: ReviewRequest,
  before: { readonly schema: Schema; readonly rows: RowSource },
  evidence: Evidence,
): Promise<DownRun> {
  if (request.stages.every((stage) => stage.migrations.length === 0))
    return { verdict: { kind: "exact", evidence }, failure: null, lost: [] };
  const outcome = await runDowns(shadow.connection, request.stages);
  if (outcome.missing.length > 0) return { verdict: { kind: "missing", difference: outcome.missing, evidence }, failure: null, lost: [] };
  if (outcome.failure !== null)
    return { verdict: { kind: "fails", error: outcome.failure.message, evidence }, failure: outcome.failure, lost: [] };
  const schema = withoutIgnored(await shadow.connection.introspect(), request.ignore);
  const difference = await describeDifference(request.engine, before.schema, schema);
  if (difference.length > 0) return { verdict: { kind: "different", difference, evidence }, failure: null, lost: [] };
  const lost = await findLost(shadow, request, before.rows);
  const kind = differsInFieldOrder(before.schema, schema) ? "column-order" : "exact";
  return { verdict: { kind, evidence }, failure: null, lost };
}

async function findLost(shadow: Shadow, request: ReviewRequest, base: RowSource): Promise<readonly string[]> {
  const [before, after] = await readBoth(request.engine, base, { connection: shadow.connection, requests: base.requests });
  return compareRows(before, after, []).flatMap((comparison) => [
    ...(comparison.rowsBefore === comparison.rowsAfter
      ? []
      : [`${comparison.object}: ${comparison.rowsBefore} rows before, ${comparison.rowsAfter} after`]),
    ...comparison.different.map((field) => `${comparison.object}.${field}`),
  ]);
}

/** Every field of every object of the base, as it stands: what a way back must restore. */
export function requestsForBase(request: ReviewRequest, schema: Schema): readonly DigestRequest[] {
  return request.engine.rows.digestRequests(schema, schema, []).before;
}
