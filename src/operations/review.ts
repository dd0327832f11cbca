import { relative, resolve, sep } from "node:path";
import type { z } from "zod";
import { LeadError } from "../model/error.ts";
import type { Configuration, TargetConfiguration } from "../project/configuration.ts";
import { inspectPath } from "../project/files.ts";
import { nextActionShape } from "./next-action.ts";
import { defineOperation, type OperationContext, type Zod } from "./operation.ts";
import {
  type ExecutedReview,
  lintMigration,
  type ReviewMigration,
  type ReviewSubject,
  reviewMigration,
  type StaticReview,
} from "./review-migration.ts";
import { evidenceShape, findingShape } from "./shapes/evidence-shape.ts";
import { reviewMembers } from "./shapes/review-shape.ts";
import { readSource, type Source } from "./source.ts";

export type ReviewResult = ExecutedReview | StaticReview;

interface ReviewInput {
  readonly files: readonly string[];
  readonly base?: string | undefined;
  readonly engine?: string | undefined;
  readonly version?: string | undefined;
  readonly seed?: string | undefined;
  readonly "migration-format"?: string | undefined;
  readonly fast?: boolean | undefined;
}

export const review = defineOperation({
  name: "review",
  summary: "Review migrations by executing them: up, down, up, rows compared, locks read.",
  effect: "writes-shadow",
  positionals: ["files"],
  input: (zod) =>
    zod.strictObject({
      files: zod.array(zod.string()).min(1).describe("Migration files, or one folder of them."),
      base: zod
        .string()
        .optional()
        .describe("What they run on: an .sql file, a folder of migrations, an address; else the files before them."),
      engine: zod.string().optional().describe("postgresql or sqlite; else from dblead.toml, else detected."),
      version: zod.string().optional().describe("Major version of the target."),
      seed: zod.string().optional().describe("An .sql file with rows; else synthetic ones."),
      "migration-format": zod.string().optional().describe("plain, dbmate, flyway, prisma or drizzle; else detected."),
      fast: zod.boolean().optional().describe("Only the rules, read from the text: milliseconds, nothing executed."),
    }),
  output: (zod) => reviewShape(zod),
  example: "dblead review db/migrations/V31__email_not_null.sql",
  views: {
    text: async (result) => (await import("../report/review-text.ts")).renderReviewText(result),
    sarif: async (result, { release }) => (await import("../report/sarif.ts")).renderReviewSarif(result, release),
    markdown: async (result) => (await import("../report/review-markdown.ts")).renderReviewMarkdown(result),
  },
  isRefused: (result) => (result.kind === "executed" ? result.verdict.outcome : result.outcome) === "return",
  run: async (input, context): Promise<ReviewResult> => {
    const request = await requestOf(input, context);
    return input.fast === true ? lintMigration(request, context) : reviewMigration(request, context);
  },
});

function reviewShape(zod: Zod): z.ZodType<ReviewResult> {
  const subject: z.ZodType<ReviewSubject> = zod.strictObject({
    engine: zod.string(),
    version: zod.string(),
    format: zod.string().nullable(),
    files: zod.array(zod.string()),
    baseScripts: zod.number().int(),
  });
  const nextAction = nextActionShape(zod);
  return zod.discriminatedUnion("kind", [
    zod.strictObject({ kind: zod.literal("executed"), subject, ...reviewMembers(zod), nextAction }),
    zod.strictObject({
      kind: zod.literal("static"),
      subject,
      outcome: zod.enum(["accept", "return"]),
      findings: zod.array(findingShape(zod)),
      evidence: evidenceShape(zod),
      nextAction,
    }),
  ]);
}

async function requestOf(input: ReviewInput, context: OperationContext): Promise<ReviewMigration> {
  const configuration = await context.findConfiguration();
  const target = configuration === null ? null : targetOf(configuration, input, context.folder);
  const root = target === null || configuration === null ? context.folder : configuration.root;
  const fromHere = (path: string): string => (root === context.folder ? path : relative(root, resolve(context.folder, path)));
  const version = input.version ?? target?.version;
  const format = input["migration-format"] ?? target?.format;
  const seed = input.seed === undefined ? target?.seed : fromHere(input.seed);
  return {
    engine: input.engine ?? target?.engine ?? (await context.detectEngine()),
    migration: await migrationSource(input.files.map(fromHere), root),
    ...(input.base === undefined ? {} : { base: await readSource(rebase(input.base, fromHere), root) }),
    ...(version === undefined ? {} : { version }),
    ...(seed === undefined ? {} : { seed: { files: [seed] } }),
    levels: configuration?.policy.levels ?? {},
    sizes: target?.sizes ?? {},
    place: { root, ...(format === undefined ? {} : { format }) },
  };
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
function targetOf(configuration: Configuration, input: ReviewInput, folder: string): TargetConfiguration | null {
  const targets = Object.values(configuration.targets).filter((target) => input.engine === undefined || target.engine === input.engine);
  const holds = (target: TargetConfiguration): boolean =>
    target.migrations !== undefined &&
    input.files.every((file) => isInside(resolve(configuration.root, target.migrations ?? ""), resolve(folder, file)));
  return targets.find(holds) ?? null;
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`);
}
