import { createHash } from "node:crypto";
import { join, relative } from "node:path";
import type { Engine } from "../engines/engine.ts";
import type { RecordedQuery, RehearsalRequest, ReplayFailure } from "../engines/rehearsal.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Migration } from "../model/migration.ts";
import type { Configuration } from "../project/configuration.ts";
import { readTextIfPresent } from "../project/files.ts";
import type { TestRun } from "../project/test-run.ts";
import type { OperationContext } from "./operation.ts";
import type { BranchChange } from "./review-branch.ts";

/** One run of one version's own tests on one schema. */
export interface RollingRun {
  /** `running`: the code of the merge base; `new`: the code of this branch. */
  readonly release: "running" | "new";
  readonly schema: "before" | "after";
  readonly outcome: TestRun["outcome"];
  readonly durationMs: number;
}
export interface RollingFailure extends ReplayFailure {
  readonly release: RollingRun["release"];
}
/** What the running release's tests had asked, asked again after each step. */
export interface RollingReplay {
  readonly tests: number;
  readonly statements: number;
  readonly steps: number;
  /** Statements that could not be run again on the base already: nothing is said of them. */
  readonly leftOut: number;
  readonly failures: readonly RollingFailure[];
}
/** Whether the release that runs and the new one both work while the change is rolled out. */
export interface RollingVerdict {
  readonly kind: "compatible" | "breaks" | "not-proven";
  readonly reason: string;
  readonly runs: readonly RollingRun[];
  /** Absent: nothing was replayed. */
  readonly replay?: RollingReplay;
  /** What else is to be known of it: what was not counted, not replayed, or would break sessions that prepare. */
  readonly notes: readonly string[];
  /** The last lines of the run that decided; empty: none did. */
  readonly tail: string;
  readonly evidence: Evidence;
}
/** What a rolling deployment is told as. The key is the `rule` of the finding. */
export const rollingChecks = {
  "running-release-breaks": {
    level: "error",
    what: "The release that is running fails its own tests once the migrations have run.",
    why: "While the new release is rolled out, and after a step back, the running one works on the new schema.",
    instead: "Expand first: keep what it uses until it is gone (dblead review --fix).",
  },
  "new-release-breaks": {
    level: "error",
    what: "The new release fails its own tests on the schema that the migrations make.",
    why: "The code and the migrations of this branch do not fit each other.",
    instead: "Correct the code or the migrations.",
  },
} as const;

export interface RollingProof {
  /** Changes with whatever the proof depends on. */
  readonly key: string;
  /** Runs the tests of the release that runs, on the schema that it knows. */
  begin(change: RollingChange): Promise<RollingTrial>;
}
export type RollingChange = Pick<RehearsalRequest, "base" | "changes" | "bookkeeping" | "ignored">;
/** The running release's tests ran; what they asked was recorded. */
export interface RollingTrial extends AsyncDisposable {
  readonly queries: readonly RecordedQuery[];
  /** Replays what was recorded after each step, and runs the tests of both versions after the change. */
  prove(): Promise<RollingVerdict>;
}
export interface RollingOrder {
  readonly change: BranchChange;
  readonly engine: Engine;
  readonly version: string;
  readonly context: OperationContext;
  readonly test: string;
  readonly install: string | undefined;
  readonly variable: string;
  readonly role: string | null;
  readonly budgetMs: number;
}

/** Null: the project does not say how its tests are run. */
export async function planRolling(
  change: BranchChange,
  configuration: Configuration | null,
  engine: Engine,
  version: string,
  context: OperationContext,
): Promise<RollingProof | null> {
  const application = configuration?.application;
  if (application?.test === undefined || change.base.commit === "") return null;
  const key = createHash("sha256")
    .update(JSON.stringify([application, change.base.commit, await hashTree(change)]))
    .digest("hex");
  const order: RollingOrder = {
    change,
    engine,
    version,
    context,
    test: application.test,
    install: application.install,
    variable: application.connection,
    role: application.role ?? null,
    budgetMs: application.budget * 1000,
  };
  return { key, begin: async (made) => (await import("./review-rolling-trial.ts")).beginTrial(order, made) };
}

/** The commit and every file that differs from it. */
async function hashTree({ repository, root }: BranchChange): Promise<string> {
  const hash = createHash("sha256").update((await repository.commitOf("HEAD")) ?? "");
  for (const path of await repository.changedFiles())
    hash.update(`\0${path}\0${(await readTextIfPresent(join(repository.root, path)).catch(() => null)) ?? ""}`);
  return hash.update(relative(repository.root, root)).digest("hex");
}

const serverSays =
  /\b(?:does not exist|already exists|violates|null value in column|permission denied|cannot be cast|out of range|must be owner|syntax error|cached plan)\b/;
const mostFindings = 10;

/** The findings of a verdict: each query that breaks, at the step that breaks it; else the run that failed, at the first of the migrations. */
export function reportRolling(verdict: RollingVerdict, migrations: readonly Migration[]): readonly Finding[] {
  if (verdict.kind !== "breaks") return [];
  const failed = reportFailures(verdict);
  const last = verdict.runs.findLast(({ outcome, schema }) => outcome !== "passed" && schema === "after");
  const first = migrations[0];
  if (last === undefined || first === undefined) return failed;
  const check = last.release === "running" ? "running-release-breaks" : "new-release-breaks";
  const { file, line } = first.up;
  return [...failed, finding(check, { file, line, what: `${rollingChecks[check].what} ${lastWords(verdict.tail)}`.trim() }, verdict)];
}

function reportFailures(verdict: RollingVerdict): readonly Finding[] {
  const told = new Set<string>();
  return (verdict.replay?.failures ?? []).flatMap((failure) => {
    const { step, error, query, test, session } = failure;
    const key = [step.number, error.message, failure.file ?? query, failure.line ?? ""].join("\0");
    if (told.has(key) || told.size >= mostFindings) return [];
    told.add(key);
    const isNew = failure.release === "new";
    const check = isNew ? "new-release-breaks" : "running-release-breaks";
    const where = describeBreak(failure);
    const who = isNew ? "The new release" : "The running release";
    const how = session === "prepared" ? ", in a session that had prepared it before" : "";
    const asked = test === null ? "" : ` in the test “${test}”`;
    return [
      finding(check, { file: step.file, line: step.line, what: `${who} ${where}: ${error.message}${how} (${query}${asked}).` }, verdict),
    ];
  });
}

/** `breaks at orders.ts:88 once step 3 has run` */
export function describeBreak({ file, line, step }: Pick<ReplayFailure, "file" | "line" | "step">): string {
  const at = file === null ? "" : ` at ${file}${line === null ? "" : `:${line}`}`;
  return `breaks${at} once step ${step.number} has run`;
}

/** The test that failed, and what the server said; else how it ended. */
function lastWords(tail: string): string {
  const lines = tail
    .split("\n")
    .map((text) => text.trim())
    .filter((text) => text !== "");
  const said = [lines.find((text) => /^(?:✖|✗|×|not ok|FAIL)/.test(text)), lines.find((text) => serverSays.test(text))].filter(
    (text) => text !== undefined,
  );
  return [...new Set(said.length > 0 ? said : lines.slice(-2))].join(": ");
}

function finding(
  check: keyof typeof rollingChecks,
  { file, line, what }: { readonly file: string; readonly line: number; readonly what: string },
  { evidence }: RollingVerdict,
): Finding {
  const { level, why, instead } = rollingChecks[check];
  return { rule: check, level, file, line, column: 1, endLine: line, endColumn: 1, what, why, instead, object: null, evidence };
}
