import { resolve } from "node:path";
import { openLead } from "./database-lead.ts";
import { type PlanBetween, type PlanResult, planBetween as plan } from "./operations/plan-between.ts";
import { type ExecutedReview, type ReviewMigration, reviewMigration } from "./operations/review-migration.ts";
import { type RunResult, runRequirement as runRequest } from "./operations/run-requirement.ts";

export type { Finding, FindingLevel, Fix } from "./model/finding.ts";
export type { Evidence, EvidenceLevel, Fact } from "./model/evidence.ts";
export { type ErrorCode, LeadError } from "./model/error.ts";
export type { Hazard, HazardKind } from "./model/hazard.ts";
export type { Action, Block, Carry, Check, Limits, Phase, Plan, Reversibility, Step } from "./model/plan.ts";
export type { Question } from "./model/question.ts";
export type { ReportModel } from "./model/report.ts";
export type { BrokenQuery, DownVerdict, Review, RowComparison, RowsVerdict, StatementTrace, Verdict } from "./model/review.ts";
export type { NextAction } from "./operations/next-action.ts";
export type { PlanBetween, PlanResult } from "./operations/plan-between.ts";
export type { ExecutedReview, ReviewMigration } from "./operations/review-migration.ts";
export type { RunResult } from "./operations/run-requirement.ts";
export type { Source } from "./operations/source.ts";
export type { Progress } from "./ports/progress.ts";

type Listener = Parameters<typeof openLead>[0]["listener"];

/** What every call may be told besides its request. */
export interface Surroundings {
  /** Folder in which paths are looked up and `dblead.toml` is searched, upwards; the current one if absent. */
  readonly folder?: string;
  /** Told about progress, one line at a time. */
  readonly listener?: Listener;
  /** Where `$NAME` references are looked up; the process's own environment if absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}
export interface RunRequest {
  /** Path of the requirement, relative to the folder. */
  readonly requirement: string;
}

/**
 * Plans the way from one schema to another. Both are built on a shadow database and read back, or read from a live server, read-only.
 * A plan that is refused is a value: `refused` lists the hazards that nobody allowed.
 *
 * Throws {@link LeadError}: `usage-invalid` (unknown engine or name), `version-unknown`, `file-unreadable`, `schema-unreadable` (with file, line and
 * excerpt), `target-unreachable`, `target-unauthorised`, `engine-missing`, `shadow-failed`, `disk-full`, `file-unwritable`.
 *
 * @example
 * const plan = await planBetween({
 *   engine: "postgresql",
 *   from: { text: "create table users (id bigint primary key);" },
 *   to: { text: "create table users (id bigint primary key, email text);" },
 * });
 * for (const step of plan.steps) console.log(step.phase, step.summary);
 */
export async function planBetween(request: PlanBetween, surroundings: Surroundings = {}): Promise<PlanResult> {
  await using lead = await open(surroundings);
  return await plan(request, lead);
}

/**
 * Reviews migrations by executing them on a shadow database: up, compare, write as the new version, down, compare, up again.
 * What is wrong with them is a finding; the verdict says accept or return.
 *
 * Throws {@link LeadError} as {@link planBetween} does; `schema-unreadable` when the base cannot be built.
 *
 * @example
 * const { verdict, findings } = await review({
 *   engine: "postgresql",
 *   base: { text: "create table users (id bigint primary key, email text);" },
 *   migration: { text: "alter table users alter column email set not null;" },
 * });
 * console.log(verdict.outcome, findings.map((finding) => finding.rule));
 */
export async function review(request: ReviewMigration, surroundings: Surroundings = {}): Promise<ExecutedReview> {
  await using lead = await open(surroundings);
  return await reviewMigration(request, lead);
}

/**
 * Runs a requirement through the whole workflow, as far as it goes without a person; what it has to wait for is in `nextAction`. Running it again goes on.
 *
 * Throws {@link LeadError}: `configuration-missing`, `configuration-invalid`, `requirement-invalid` (file, line, key, nearest known name),
 * `requester-refused`, `lease-held`, and those of {@link review}.
 *
 * @example
 * const { nextAction, report } = await runRequirement({ requirement: "dblead/requirements/REQ-0001-loyalty-tiers.md" });
 * console.log(report.verdict, nextAction.command);
 */
export async function runRequirement(request: RunRequest, surroundings: Surroundings = {}): Promise<RunResult> {
  await using lead = await open(surroundings);
  return await runRequest(request.requirement, lead);
}

function open({ folder, listener, env }: Surroundings): ReturnType<typeof openLead> {
  return openLead({ folder: resolve(folder ?? "."), env: env ?? process.env, listener: listener ?? (() => undefined) });
}
