import { createHash } from "node:crypto";
import { join, relative } from "node:path";
import type { Engine } from "../engines/engine.ts";
import type { Shadow } from "../engines/shadow.ts";
import { redact } from "../model/error.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { Migration, Script } from "../model/migration.ts";
import { checkOut, copyTree } from "../project/checkout.ts";
import type { Configuration } from "../project/configuration.ts";
import { readTextIfPresent } from "../project/files.ts";
import { runTests, type TestRun } from "../project/test-run.ts";
import type { OperationContext } from "./operation.ts";
import type { BranchChange } from "./review-branch.ts";
import { shadowSettings } from "./schema-reading.ts";

/** One run of one version's own tests on one schema. */
export interface RollingRun {
  /** `running`: the code of the merge base; `new`: the code of this branch. */
  readonly release: "running" | "new";
  readonly schema: "before" | "after";
  readonly outcome: TestRun["outcome"];
  readonly durationMs: number;
}
/** Whether the release that runs and the new one both work while the change is rolled out. */
export interface RollingVerdict {
  readonly kind: "compatible" | "breaks" | "not-proven";
  readonly reason: string;
  readonly runs: readonly RollingRun[];
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
  prove(base: readonly Script[], migrations: readonly Migration[]): Promise<RollingVerdict>;
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
  const request = {
    change,
    engine,
    version,
    context,
    test: application.test,
    install: application.install,
    variable: application.connection,
    limitMs: application.budget * 1000,
  };
  return { key, prove: (base, migrations) => proveRolling(request, base, migrations) };
}

/** The commit and every file that differs from it. */
async function hashTree({ repository, root }: BranchChange): Promise<string> {
  const hash = createHash("sha256").update((await repository.commitOf("HEAD")) ?? "");
  for (const path of await repository.changedFiles())
    hash.update(`\0${path}\0${(await readTextIfPresent(join(repository.root, path)).catch(() => null)) ?? ""}`);
  return hash.update(relative(repository.root, root)).digest("hex");
}

interface Request {
  readonly change: BranchChange;
  readonly engine: Engine;
  readonly version: string;
  readonly context: OperationContext;
  readonly test: string;
  readonly install: string | undefined;
  readonly variable: string;
  readonly limitMs: number;
}

/** Nobody answers on the port of the discard service of this machine. */
const nowhere = "postgresql://nobody@127.0.0.1:9/nowhere";

/**
 * Runs the tests of the merge base and of the branch, each on a clone of its own of a throw-away server: those of the running release without a database
 * (they must fail, else they say nothing of it), on the schema before (they must pass twice), and after; then those of the new release after.
 */
async function proveRolling(request: Request, base: readonly Script[], migrations: readonly Migration[]): Promise<RollingVerdict> {
  const { change, engine, version, context } = request;
  const settings = await shadowSettings(engine.id, context);
  await using shadow = await engine.shadow.open({ base, seed: [], version, settings, cacheFolder: await context.cacheFolder() });
  const { flavour, version: running } = shadow.server;
  const evidence: Evidence = { level: "executed", server: `${flavour} ${running}`, rows: "none", concurrency: "observed", facts: [] };
  const runs: RollingRun[] = [];
  const tell = (kind: RollingVerdict["kind"], reason: string, tail = ""): RollingVerdict => ({
    kind,
    reason,
    runs,
    tail: redact(tail),
    evidence,
  });
  if (shadow.lend === undefined) return tell("not-proven", `no program can reach ${flavour} as it runs here`);
  const say = (text: string): void => context.listener({ kind: "step-note", step: "review", text });
  const prefix = relative(change.repository.root, change.root);
  await using old = await checkOut(change.repository.root, change.base.commit);
  await using fresh = await copyTree(change.repository.root);
  const folders = { running: join(old.folder, prefix), new: join(fresh.folder, prefix) };
  const test = async (release: RollingRun["release"], url: string): Promise<TestRun> =>
    runTests({ folder: folders[release], command: request.test, variables: { [request.variable]: url }, limitMs: request.limitMs });
  const testOn = async (release: RollingRun["release"], schema: RollingRun["schema"], from: Shadow): Promise<TestRun> => {
    say(`the tests of the ${release} release on the schema ${schema}`);
    await using clone = await from.fork();
    const run = await test(release, clone.lend?.().url ?? nowhere);
    runs.push({ release, schema, outcome: run.outcome, durationMs: run.durationMs });
    return run;
  };
  for (const release of ["running", "new"] as const) {
    const installed =
      request.install === undefined
        ? null
        : await runTests({ folder: folders[release], command: request.install, variables: {}, limitMs: request.limitMs });
    if (installed !== null && installed.outcome !== "passed")
      return tell("not-proven", `the dependencies of the ${release} release cannot be installed`, installed.tail);
  }
  if ((await test("running", nowhere)).outcome === "passed")
    return tell("not-proven", `the tests pass without a database in $${request.variable}: they say nothing of it`);
  for (const _ of ["once", "twice"]) {
    const run = await testOn("running", "before", shadow);
    if (run.outcome !== "passed") return tell("not-proven", "the tests of the running release fail on its own schema", run.tail);
  }
  await using changed = await shadow.fork();
  for (const { up } of migrations) {
    const outcome = await changed.connection.execute(up);
    if (outcome.error !== null) return tell("not-proven", `the migrations stop: ${outcome.error.message}`);
  }
  const kept = await testOn("running", "after", changed);
  if (kept.outcome !== "passed") return tell("breaks", "the running release fails on the new schema", kept.tail);
  const next = await testOn("new", "after", changed);
  if (next.outcome !== "passed") return tell("breaks", "the new release fails on the new schema", next.tail);
  return tell("compatible", "both releases pass their own tests on the new schema");
}

const serverSays =
  /\b(?:does not exist|already exists|violates|null value in column|permission denied|cannot be cast|out of range|must be owner|syntax error)\b/;

/** The finding of a verdict, at the first of the migrations, with the lines of the test that failed. */
export function reportRolling(verdict: RollingVerdict, migrations: readonly Migration[]): readonly Finding[] {
  const last = verdict.runs.at(-1);
  const first = migrations[0];
  if (verdict.kind !== "breaks" || last === undefined || first === undefined) return [];
  const check = last.release === "running" ? "running-release-breaks" : "new-release-breaks";
  const { level, what, why, instead } = rollingChecks[check];
  const lines = verdict.tail
    .split("\n")
    .map((text) => text.trim())
    .filter((text) => text !== "");
  // The test that failed, and what the server said; else how it ended.
  const said = [lines.find((text) => /^(?:✖|✗|×|not ok|FAIL)/.test(text)), lines.find((text) => serverSays.test(text))].filter(
    (text) => text !== undefined,
  );
  const detail = [...new Set(said.length > 0 ? said : lines.slice(-2))].join(": ");
  const { file, line } = first.up;
  return [
    {
      rule: check,
      level,
      file,
      line,
      column: 1,
      endLine: line,
      endColumn: 1,
      what: `${what} ${detail}`.trim(),
      why,
      instead,
      object: null,
      evidence: verdict.evidence,
    },
  ];
}
