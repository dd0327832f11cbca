import type { Escalation } from "./escalation.ts";
import type { Approval, RequiredApproval, StageMark } from "./event.ts";
import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import type { Check, Step } from "./plan.ts";
import type { Question } from "./question.ts";
import type { BrokenQuery, DownVerdict, RowsVerdict, StatementTrace, Verdict } from "./review.ts";
import type { NextAction, RunStanding } from "./run-state.ts";
import type { Outline } from "./schema.ts";
import type { TaskPriority, TaskStatus } from "./task.ts";

/** An object before and after; null on one side: made or taken away. `dependsOn` names what it refers to. */
export interface ObjectChange {
  readonly label: string;
  readonly before: Outline | null;
  readonly after: Outline | null;
  readonly change: "added" | "removed" | "changed" | "same";
}
export interface ReportStage extends StageMark {
  readonly steps: readonly Step[];
}
export interface ReportDecision {
  readonly title: string;
  readonly intent: string;
  readonly context: string;
  readonly choice: string;
  readonly because: readonly string[];
  readonly rejected: readonly { readonly alternative: string; readonly reason: string }[];
}
/** How the engine's planner answers a query before and after the change; empty before: it only runs after it. */
export interface QueryPlan {
  readonly task: string;
  readonly text: string;
  readonly query: string;
  readonly before: string;
  readonly after: string;
}
export interface TargetReport {
  readonly target: string;
  readonly engine: string;
  readonly engineTitle: string;
  readonly version: string;
  readonly objects: readonly ObjectChange[];
  /** Dotted labels before → after of what keeps its rows under another name. */
  readonly renames: Readonly<Record<string, string>>;
  readonly diagram: { readonly before: string; readonly after: string };
  readonly stages: readonly ReportStage[];
  readonly hash: string | null;
  readonly verdict: Verdict | null;
  /** What the review of the whole remarked. */
  readonly findings: readonly Finding[];
  readonly queryPlans: readonly QueryPlan[];
  readonly statements: readonly StatementTrace[];
  readonly rows: RowsVerdict | null;
  readonly down: DownVerdict | null;
  readonly brokenQueries: readonly BrokenQuery[];
  readonly queriesRun: number;
  /** Places in the code that use what goes away in the contract phase. */
  readonly mustChange: readonly { readonly file: string; readonly line: number; readonly name: string; readonly excerpt: string }[];
  readonly drift: readonly { readonly file: string; readonly line: number; readonly message: string }[];
  readonly decisions: readonly ReportDecision[];
  readonly remarks: readonly string[];
  readonly reliesOn: string;
  readonly prechecks: readonly Check[];
  readonly unproven: readonly string[];
  readonly evidence: Evidence | null;
}
export interface TaskReport {
  readonly id: string;
  readonly title: string;
  readonly status: TaskStatus;
  readonly priority: TaskPriority;
  readonly specialist: string;
  readonly worker: string | null;
  readonly round: number;
  readonly dependsOn: readonly string[];
  readonly reviews: readonly { readonly round: number; readonly outcome: "accept" | "return"; readonly notes: readonly string[] }[];
}
/** What QA needs: what changed, data to try, and what must come of it. */
export interface HandOver {
  readonly changed: readonly string[];
  readonly trials: readonly { readonly object: string; readonly what: string; readonly expected: string }[];
  readonly queries: readonly { readonly text: string; readonly query: string; readonly expected: string }[];
}
/** One state, told neutrally: the reports for both directors, the hand-over and the page are views of it. */
export interface ReportModel {
  readonly requirement: {
    readonly id: string;
    readonly title: string;
    readonly from: string;
    readonly kind: string;
    readonly priority: string;
    readonly due: string | null;
    readonly file: string;
  };
  readonly date: string;
  readonly standing: RunStanding;
  readonly nextAction: NextAction;
  readonly reason: string;
  readonly gaps: readonly string[];
  readonly targets: readonly TargetReport[];
  readonly tasks: readonly TaskReport[];
  readonly questions: readonly { readonly question: Question; readonly answer: { readonly choose: string; readonly by: string } | null }[];
  readonly escalations: readonly (Escalation & { readonly resolution: { readonly by: string; readonly choose: string } | null })[];
  readonly approvals: readonly Approval[];
  readonly approvalsNeeded: readonly RequiredApproval[];
  readonly gates: readonly { readonly target: string; readonly stage: number; readonly application: string; readonly by: string }[];
  readonly handOver: HandOver;
}
