import type { Evidence } from "../../model/evidence.ts";
import type { Finding } from "../../model/finding.ts";
import type { RowComparison } from "../../model/review.ts";
import type { Schema } from "../../model/schema.ts";
import type { ReviewCheckId } from "./checks.ts";
import { type Place, reportCheck } from "./findings.ts";
import type { ReviewRequest } from "./request.ts";
import { findLosses, isAnnounced } from "./row-comparison.ts";
import type { StageRun } from "./stages.ts";

/** Where a finding about the deliverable as a whole points: its first migration. */
export function placeOf(request: ReviewRequest): Place {
  const first = request.stages.flatMap((stage) => stage.migrations)[0]?.up ?? request.stages.flatMap((stage) => stage.jobs)[0]?.script;
  return first === undefined ? { file: "", line: 1 } : { file: first.file, line: first.line };
}

/** What running the stages showed: failures, jobs, and queries that broke where no gate allows it. */
export function findStageDefects(run: StageRun, request: ReviewRequest, evidence: Evidence): readonly Finding[] {
  const report = (check: ReviewCheckId, place: Place, detail: string, object: string | null = null): Finding =>
    reportCheck(check, { place, object, detail, level: "error", evidence });
  const failed =
    run.failure === null ? [] : [report(run.failure.check, run.failure, `${run.failure.message} (at: ${run.failure.excerpt})`)];
  const jobs = run.jobs.flatMap((job) => [
    ...job.changedSchema.map((object) => report("job-changes-schema", { file: job.file, line: 1 }, object, object)),
    ...job.changedAgain.map((object) =>
      report("job-not-repeatable", { file: job.file, line: 1 }, `Rows of ${object} changed again.`, object),
    ),
  ]);
  const gated = new Set(request.stages.filter((stage) => stage.gate !== null).map((stage) => stage.phase));
  const firstStage = request.stages[0]?.phase;
  const queries = run.broken.map((query) => {
    const isAllowed = gated.has(query.after as "contract") && query.after !== firstStage;
    return reportCheck("query-breaks", {
      place: query,
      object: null,
      detail: request.stages.length === 1 ? `${query.error}.` : `After the ${query.after} stage: ${query.error}.`,
      level: isAllowed ? "note" : request.plan === null ? "warning" : "error",
      evidence,
    });
  });
  const ungated = request.stages
    .filter(
      (stage, index) =>
        index > 0 &&
        stage.phase === "contract" &&
        stage.gate === null &&
        stage.migrations.length > 0 &&
        request.stages[index - 1]?.phase !== "contract",
    )
    .map((stage) => report("contract-without-gate", { file: stage.migrations[0]?.up.file ?? "", line: 1 }, ""));
  return [...failed, ...jobs, ...queries, ...ungated];
}

/** Rows of the object that a field's name begins with; a field may be a path. */
function rowsWith(field: string, rowsOf: Readonly<Record<string, number>>): number {
  const owners = Object.keys(rowsOf).filter((label) => field.startsWith(`${label}.`));
  return Math.max(0, ...owners.map((label) => rowsOf[label] ?? 0));
}

export interface LossRequest {
  readonly request: ReviewRequest;
  readonly from: Schema;
  readonly to: Schema;
  readonly comparisons: readonly RowComparison[];
  /** Rows per object of the base: an object without rows loses nothing. */
  readonly rowsOf: Readonly<Record<string, number>>;
  readonly evidence: Evidence;
}

/** A field that no row of the base had: what comes into it changes nothing that was there. A name without a schema of its own may be a path's beginning. */
function isNewField(from: Schema, label: string, field: string): boolean {
  const outline = from.objects.find((object) => object.outline?.label === label)?.outline;
  if (outline === undefined || outline.fields.length === 0 || field === "*") return false;
  return !outline.fields.some(({ name }) => name.replaceAll('"', "").startsWith(field));
}

/** Rows and values that are gone or different although nothing announced it. */
export function findLost({ request, from, to, comparisons, rowsOf, evidence }: LossRequest): readonly Finding[] {
  const carries = request.plan?.carries ?? request.carries ?? [];
  const place = placeOf(request);
  const announced = new Set(
    (request.plan?.steps ?? []).flatMap((step) =>
      step.hazards.filter((hazard) => hazard.kind === "deletes-data" || hazard.kind === "changes-data").map((hazard) => hazard.object),
    ),
  );
  const report = (check: ReviewCheckId, object: string, detail: string): Finding =>
    reportCheck(check, { place, object, detail, level: "error", evidence });
  const losses = findLosses(from, to, carries, request.renames);
  const isSilent = (name: string): boolean => !isAnnounced(name, carries, announced, from);
  const objects = losses.objects
    .filter((name) => (rowsOf[name] ?? 0) > 0 && isSilent(name))
    .map((name) => report("rows-lost", name, `${name}: ${rowsOf[name] ?? 0} rows.`));
  const fields = losses.fields
    .filter((name) => rowsWith(name, rowsOf) > 0 && isSilent(name))
    .map((name) => report("values-dropped", name, `${name}.`));
  // Where rows are gone every checksum differs: that says nothing about the values that are left.
  const gone = comparisons.filter((comparison) => comparison.rowsAfter < comparison.rowsBefore);
  const fewer = gone.map(({ object, rowsBefore, rowsAfter }) =>
    report("rows-lost", object, `${object}: ${rowsBefore} rows before, ${rowsAfter} after.`),
  );
  const changed = comparisons
    .filter((comparison) => !gone.includes(comparison))
    .flatMap(({ object, different }) =>
      different
        .map((field) => ({
          field,
          isRuled: carries.some((carry) => carry.objectAfter === object && carry.fieldAfter === field && carry.forward !== null),
        }))
        .filter(({ field, isRuled }) => isSilent(`${object}.${field}`) && (isRuled || !isNewField(from, object, field)))
        .map(({ field, isRuled }) => report(isRuled ? "rule-not-kept" : "values-changed", `${object}.${field}`, `${object}.${field}.`)),
    );
  return [...objects, ...fields, ...fewer, ...changed];
}
