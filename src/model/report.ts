import type { Escalation } from "./escalation.ts";
import type { Approval } from "./event.ts";
import type { Evidence } from "./evidence.ts";
import type { Plan, Step } from "./plan.ts";
import type { Answer, Question } from "./question.ts";
import type { BrokenQuery, Review } from "./review.ts";
import type { Role } from "./role.ts";
import type { NextAction, RunStanding } from "./run-state.ts";
import type { Outline } from "./schema.ts";
import type { TaskPriority, TaskStatus } from "./task.ts";

/** A decision as the report shows it. */
export interface DecisionReport {
  /** Path below the project. */
  readonly path: string;
  readonly title: string;
  readonly context: string;
  readonly choice: string;
  readonly because: readonly string[];
  readonly rejected: readonly { readonly alternative: string; readonly reason: string }[];
}
export interface TaskReport {
  readonly id: string;
  readonly title: string;
  readonly status: TaskStatus;
  readonly priority: TaskPriority;
  readonly specialist: string;
  readonly worker: string | null;
  readonly dependsOn: readonly string[];
  readonly rounds: readonly { readonly round: number; readonly outcome: "accept" | "return"; readonly notes: readonly string[] }[];
}
export interface StageReport {
  readonly phase: string;
  readonly gate: { readonly application: string; readonly waitsFor: string } | null;
  readonly state: "released" | "pending";
  /** Paths below the project. */
  readonly migrations: readonly string[];
  readonly jobs: readonly string[];
  readonly steps: readonly Step[];
}
/** Code that uses what a change touches. */
export interface CodePlace {
  readonly file: string;
  readonly line: number;
  readonly uses: string;
  readonly text: string;
  /** The stage after which it stops working; null: it goes on working. */
  readonly breaksAfter: string | null;
}
export interface TargetReport {
  readonly name: string;
  /** Title of the engine. */
  readonly engine: string;
  readonly version: string;
  readonly before: readonly Outline[];
  readonly after: readonly Outline[];
  /** Dotted names before → after, for objects and fields that keep their values under another name. */
  readonly renames: Readonly<Record<string, string>>;
  readonly plan: Plan | null;
  readonly stages: readonly StageReport[];
  /** Of the integration: all migrations together, from the base; null before it ran. */
  readonly review: Review | null;
  readonly code: readonly CodePlace[];
  readonly broken: readonly BrokenQuery[];
  /** Drift between migrations, schema file and ORM; what the rows could not prove; what is not modelled. */
  readonly drift: readonly string[];
  readonly unproven: readonly string[];
  readonly unmodelled: readonly string[];
  readonly evidence: Evidence | null;
}
/** Everything a report page tells, as one value; pages are pure functions of it. */
export interface ReportModel {
  readonly requirement: {
    readonly id: string;
    readonly title: string;
    readonly from: string;
    readonly kind: string;
    readonly priority: TaskPriority;
    readonly due: string | null;
    /** Path below the project. */
    readonly path: string;
  };
  /** Of the injected clock, `2025-06-30`. */
  readonly date: string;
  readonly standing: RunStanding;
  /** One sentence: whether to worry. */
  readonly verdict: string;
  readonly nextAction: NextAction;
  /** What people still have to decide, worst first. */
  readonly undecided: readonly string[];
  readonly targets: readonly TargetReport[];
  readonly questions: readonly { readonly question: Question; readonly answer: Answer | null }[];
  readonly escalations: readonly (Escalation & { readonly resolution: { readonly by: Role; readonly choose: string } | null })[];
  readonly tasks: readonly TaskReport[];
  readonly decisions: readonly DecisionReport[];
  /** Gaps of the requirement, and normal-form remarks. */
  readonly gaps: readonly string[];
  readonly remarks: readonly string[];
  readonly approvals: readonly Approval[];
  readonly backup: string;
  /** Every file that the run wrote, below the project. */
  readonly written: readonly string[];
}
