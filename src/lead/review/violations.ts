import type { Shadow } from "../../engines/shadow.ts";
import type { Violation } from "../../engines/row-proof.ts";
import type { Script } from "../../model/migration.ts";
import type { Check } from "../../model/plan.ts";
import type { ReviewRequest } from "./request.ts";
import { runStages } from "./stages.ts";

export interface ViolationOutcome {
  readonly violation: Violation;
  /** `carried`: the change went through with the row in place; `foreseen`: it stops, and a precheck sees the row first; `unforeseen`: it stops and nothing warned. */
  readonly kind: "carried" | "foreseen" | "unforeseen" | "not-insertable";
  readonly precheck?: Check;
  readonly message?: string;
}

/**
 * Tries every row that the desired schema should refuse. Each is put in and taken back with the prechecks asked in between; then the change runs with all
 * of them in place, and where that stops, once more for each row that no precheck saw. `base` is used up.
 */
export async function tryViolations(
  base: Shadow,
  request: ReviewRequest,
  violations: readonly Violation[],
  prechecks: readonly Check[],
): Promise<readonly ViolationOutcome[]> {
  const seen: Seen[] = [];
  for (const violation of violations) seen.push(await askPrechecks(base, violation, prechecks));
  const insertable = seen.filter((one) => one.refused === null);
  const unseen = insertable.filter((one) => one.precheck === null);
  const isAlone = insertable.length === 1;
  const together = await runWith(base, request, insertable, unseen.length > 0 && !isAlone ? "fork" : "base");
  const open = isAlone ? [] : unseen.filter((one) => together.stopped !== null || together.left.includes(one));
  const outcomes: ViolationOutcome[] = [];
  for (const one of seen) {
    const { violation, precheck, refused } = one;
    const message = open.includes(one)
      ? (await runWith(base, request, [one], one === open.at(-1) ? "base" : "fork")).stopped
      : together.stopped;
    if (refused !== null) outcomes.push({ violation, kind: "not-insertable", message: refused });
    else if (message === null) outcomes.push({ violation, kind: "carried" });
    else if (precheck !== null) outcomes.push({ violation, kind: "foreseen", precheck, message });
    else outcomes.push({ violation, kind: "unforeseen", message });
  }
  return outcomes;
}

interface Seen {
  readonly violation: Violation;
  /** The first precheck that sees the row. */
  readonly precheck: Check | null;
  /** Why the base does not take the row. */
  readonly refused: string | null;
}

async function askPrechecks(base: Shadow, violation: Violation, prechecks: readonly Check[]): Promise<Seen> {
  const { connection } = base;
  if (connection.probe !== undefined) {
    const probed = await connection.probe(violation.insert, prechecks);
    return probed.kind === "refused"
      ? { violation, precheck: null, refused: probed.error.message }
      : // A check that reads what only a later stage makes cannot answer on the base; it guards that stage, not this row.
        { violation, precheck: prechecks[probed.answers.findIndex((answer) => answer.kind === "failed")] ?? null, refused: null };
  }
  await using fork = await base.fork();
  const inserted = await fork.connection.execute(scriptOf(violation), "untraced");
  if (inserted.error !== null) return { violation, precheck: null, refused: inserted.error.message };
  for (const check of prechecks)
    if ((await fork.connection.check(check)).kind === "failed") return { violation, precheck: check, refused: null };
  return { violation, precheck: null, refused: null };
}

interface Run {
  /** What stopped the change; null: it went through. */
  readonly stopped: string | null;
  /** Rows that each fit, but were in the way of others. */
  readonly left: readonly Seen[];
}

/** Runs the change with rows in place. */
async function runWith(base: Shadow, request: ReviewRequest, rows: readonly Seen[], where: "fork" | "base"): Promise<Run> {
  if (rows.length === 0) return { stopped: null, left: [] };
  const fork = where === "fork" ? await base.fork() : null;
  try {
    const { connection } = fork ?? base;
    const left: Seen[] = [];
    for (const row of rows) if ((await connection.execute(scriptOf(row.violation), "untraced")).error !== null) left.push(row);
    return { stopped: (await runStages(connection, request, [], "once")).failure?.message ?? null, left };
  } finally {
    await fork?.[Symbol.asyncDispose]();
  }
}

function scriptOf(violation: Violation): Script {
  return { file: `violation of ${violation.constraint}`, line: 1, text: violation.insert, transaction: "shared" };
}
