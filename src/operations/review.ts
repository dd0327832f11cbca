import { relative, resolve, sep } from "node:path";
import type { z } from "zod";
import { LeadError } from "../model/error.ts";
import type { Sizes } from "../model/schema.ts";
import type { Configuration, TargetConfiguration } from "../project/configuration.ts";
import { inspectPath } from "../project/files.ts";
import { defineOperation, type OperationContext, type Zod } from "./operation.ts";
import { executeReview, lintPrepared, type PreparedReview, prepareReview } from "./review-migration.ts";
import type { FixReview } from "./review-fix.ts";
import type { HistoryReview } from "./review-history.ts";
import { fixShape, historyShape, prechecksShape } from "./review-modes-shape.ts";
import type { ReviewPolicy } from "./review-policy.ts";
import type { PrecheckReview } from "./review-prechecks.ts";
import { type ExecutedReview, executedShape, type NoReview, nothingShape, type StaticReview, staticShape } from "./review-result.ts";
import { readSource, type Source } from "./source.ts";

export type ReviewResult = ExecutedReview | StaticReview | HistoryReview | FixReview | PrecheckReview | NoReview;

export interface ReviewInput {
  readonly files: readonly string[];
  readonly base?: string | undefined;
  readonly folder?: string | undefined;
  readonly engine?: string | undefined;
  readonly version?: string | undefined;
  readonly seed?: string | undefined;
  readonly "migration-format"?: string | undefined;
  readonly fast?: boolean | undefined;
  readonly all?: boolean | undefined;
  readonly fix?: boolean | undefined;
  readonly write?: boolean | undefined;
  readonly prechecks?: boolean | undefined;
  readonly workload?: string | undefined;
  readonly target?: string | undefined;
  readonly verbose?: boolean | undefined;
  readonly again?: boolean | undefined;
}

export const review = defineOperation({
  name: "review",
  summary: "Review migrations by executing them: up, down, up, rows compared, locks read. Without files: what this branch adds.",
  effect: "writes-project",
  positionals: ["files"],
  input: (zod) =>
    zod.strictObject({
      files: zod
        .array(zod.string())
        .default([])
        .describe("Migration files, or one folder of them; none: those that this branch adds, uncommitted ones too."),
      base: zod
        .string()
        .optional()
        .describe(
          "Without files: the branch or commit to compare with. With files: an .sql file, a folder of migrations or an address that they run on.",
        ),
      folder: zod.string().optional().describe("The folder of migrations to look at, where a branch changes several."),
      engine: zod.string().optional().describe("postgresql or sqlite; else from dblead.toml, else detected."),
      version: zod.string().optional().describe("Major version of the target."),
      seed: zod.string().optional().describe("An .sql file with rows; else synthetic ones."),
      "migration-format": zod.string().optional().describe("Name of the migration format (flyway, knex, prisma…); else detected."),
      fast: zod.boolean().optional().describe("Only the rules, read from the text: milliseconds, nothing executed."),
      all: zod.boolean().optional().describe("Replay the whole history from nothing, and try each way back where it belongs."),
      fix: zod.boolean().optional().describe("Make the safe form of the files, prove it, and show it as a diff."),
      write: zod.boolean().optional().describe("With --fix: put it into the place of the files; at a terminal, asked first."),
      workload: zod
        .string()
        .optional()
        .describe("What runs on the target: an .sql file, or pg_stat_statements as .csv or .json; run beside the change."),
      prechecks: zod.boolean().optional().describe("Only the read-only questions that the target has to answer."),
      target: zod
        .string()
        .optional()
        .describe("A target of dblead.toml: its sizes and policy count, and with --prechecks it is asked, read-only."),
      verbose: zod.boolean().optional().describe("Notes too, and findings that the execution disproved."),
      again: zod.boolean().optional().describe("Execute also what was executed before with the very same content."),
    }),
  output: (zod) => reviewShape(zod),
  example: "dblead review",
  views: {
    text: async (result, { input }) =>
      (await import("../report/review-text.ts")).renderReviewText(result, input["verbose"] === true ? "all" : "usual"),
    sarif: async (result, { release }) => (await import("../report/sarif.ts")).renderReviewSarif(result, release),
    markdown: async (result) => (await import("../report/review-markdown.ts")).renderReviewMarkdown(result),
    github: async (result) => (await import("../report/annotations.ts")).renderGithubAnnotations(result),
    gitlab: async (result) => (await import("../report/annotations.ts")).renderGitlabReport(result),
  },
  isRefused: (result) => outcomeOf(result) === "return",
  run: async (input, context): Promise<ReviewResult> => {
    refuseContradictions(input);
    const prepared = input.files.length === 0 ? await prepareBranch(input, context) : await prepareFiles(input, context);
    if ("kind" in prepared) return prepared;
    if (input.all === true) return (await import("./review-history.ts")).replayHistory(prepared, context);
    if (input.prechecks === true) return (await import("./review-prechecks.ts")).askPrechecks(prepared, context, input.target);
    if (input.fix === true && prepared.set.migrations.length > 0)
      return (await import("./review-fix.ts")).fixReview(prepared, context, input.write === true ? "write" : "show");
    if (input.fast === true || prepared.set.migrations.length === 0) return lintPrepared(prepared, context);
    const { readWorkload } = await import("./review-workload.ts");
    const observed = { ...prepared, workload: await readWorkload(input.workload, context) };
    return executeReview(observed, context, input.again === true ? "again" : "once");
  },
});

const modes = ["all", "fix", "prechecks", "fast"] as const;

function refuseContradictions(input: ReviewInput): void {
  const asked = modes.filter((mode) => input[mode] === true);
  if (asked.length > 1)
    throw new LeadError("usage-invalid", `--${asked.join(" and --")} do not go together.`, { hint: "Ask for one of them at a time." });
  if (input.write === true && input.fix !== true)
    throw new LeadError("usage-invalid", "--write goes with --fix.", { hint: "dblead review --fix --write" });
}

function outcomeOf(result: ReviewResult): "accept" | "return" {
  switch (result.kind) {
    case "executed":
      return result.verdict.outcome;
    case "static":
    case "history":
      return result.outcome;
    case "fix":
      return result.after.verdict.outcome;
    case "prechecks":
      return result.checks.some(({ outcome }) => outcome === "failed" || outcome === "error") ? "return" : "accept";
    case "nothing":
      return "accept";
  }
}

function reviewShape(zod: Zod): z.ZodType<ReviewResult> {
  return zod.discriminatedUnion("kind", [
    executedShape(zod),
    staticShape(zod),
    historyShape(zod),
    fixShape(zod),
    prechecksShape(zod),
    nothingShape(zod),
  ]);
}

/** Loaded when no files are named: git, detection and the rest cost time that a review of one file does not have. */
async function prepareBranch(input: ReviewInput, context: OperationContext): Promise<PreparedReview | NoReview> {
  if (input.all === true) return (await import("./review-history.ts")).prepareHistory(input, context);
  const { prepareBranchReview } = await import("./review-pull-request.ts");
  return prepareBranchReview(input, context);
}

async function prepareFiles(input: ReviewInput, context: OperationContext): Promise<PreparedReview> {
  const configuration = await context.findConfiguration();
  const target = configuration === null ? null : await targetOf(configuration, input, context.folder);
  const root = target === null || configuration === null ? context.folder : configuration.root;
  const fromHere = (path: string): string => (root === context.folder ? path : relative(root, resolve(context.folder, path)));
  const version = input.version ?? target?.version;
  const format = input["migration-format"] ?? target?.format;
  const seed = input.seed === undefined ? target?.seed : fromHere(input.seed);
  const engine = input.engine ?? target?.engine ?? (await context.detectEngine());
  const request = {
    engine,
    migration: await migrationSource(input.files.map(fromHere), root),
    ...(input.base === undefined ? {} : { base: await readSource(rebase(input.base, fromHere), root) }),
    ...(version === undefined ? {} : { version }),
    ...(seed === undefined ? {} : { seed: { files: [seed] } }),
    policy: await policyFor(configuration, target, engine, context),
    sizes: await sizesFor(target, engine, input.target, root, context),
    place: { root, ...(format === undefined ? {} : { format }) },
  };
  return prepareReview(request, context);
}

/** Loaded only where there is something to read. */
async function policyFor(
  configuration: Configuration | null,
  target: TargetConfiguration | null,
  engine: string,
  context: OperationContext,
): Promise<ReviewPolicy> {
  const { noPolicy, readPolicy } = await import("./review-policy.ts");
  return configuration === null ? noPolicy : readPolicy(configuration, target, await context.engineOf(engine));
}

async function sizesFor(
  target: TargetConfiguration | null,
  engine: string,
  asked: string | undefined,
  root: string,
  context: OperationContext,
): Promise<Sizes> {
  if (asked === undefined) return target?.sizes ?? {};
  return (await import("./review-pull-request.ts")).readSizes(target, await context.engineOf(engine), asked, root, context);
}

function rebase(source: string, fromHere: (path: string) => string): string {
  return /^(?:\$|file:|[a-z][a-z0-9+.-]*:\/\/)/i.test(source) ? source : source.split(",").map(fromHere).join(",");
}

async function migrationSource(files: readonly string[], root: string): Promise<Source> {
  const [only] = files;
  if (only === undefined) throw new LeadError("usage-invalid", "Which files?", { hint: "dblead review <files…>" });
  if (files.length === 1 && (await inspectPath(resolve(root, only)))?.kind === "folder") return { folder: only };
  return { files };
}

/** The target in whose migration folder the files stand, or the only one there is of the engine asked for. */
async function targetOf(configuration: Configuration, input: ReviewInput, folder: string): Promise<TargetConfiguration | null> {
  if (input.target !== undefined) return (await import("../project/configuration.ts")).findTarget(configuration, input.target);
  const targets = Object.values(configuration.targets).filter((target) => input.engine === undefined || target.engine === input.engine);
  const holds = (target: TargetConfiguration): boolean =>
    target.migrations !== undefined &&
    input.files.every((file) => isInside(resolve(configuration.root, target.migrations ?? ""), resolve(folder, file)));
  return targets.find(holds) ?? null;
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`);
}
