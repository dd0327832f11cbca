import type { EvidenceLevel } from "./evidence.ts";
import type { Escalation } from "./escalation.ts";
import type { HazardKind } from "./hazard.ts";
import type { Answer, Question } from "./question.ts";
import type { Requirement } from "./requirement.ts";
import type { Role } from "./role.ts";
import type { RestoredRecords } from "./run-state.ts";
import type { Task } from "./task.ts";

export type Step = "receive" | "analyse" | "clarify" | "design" | "decompose" | "delegate" | "review" | "integrate" | "report" | "escalate";

/** A file that the lead wrote, by content. `replaces`: hash of the text that it takes the place of (a list that the format keeps of its files). */
export interface FileMark {
  readonly path: string;
  readonly hash: string;
  readonly replaces?: string;
}
/** How far the review of the whole went: the level of its evidence, and objects whose rows prove nothing. */
export interface Proof {
  readonly level: EvidenceLevel;
  readonly unproven: readonly string[];
}
/** A stage of the integrated change as files: released to the project's folder, or waiting under `dblead/pending/`. */
export interface StageMark {
  readonly phase: string;
  readonly gate: { readonly application: string; readonly waitsFor: string } | null;
  readonly state: "released" | "pending";
  readonly migrations: readonly FileMark[];
  readonly jobs: readonly FileMark[];
}
export interface Approval {
  readonly role: Role;
  readonly by: string;
  readonly hash: string;
  /** `binding`: a signature that verified; `advisory`: typed at a terminal. */
  readonly force: "binding" | "advisory";
  readonly signature: string | null;
}
/** One approval that a change needs. */
export interface RequiredApproval {
  readonly role: Role;
  /** Hazards, or `personal-data`, that ask for this role; empty: it approves every change. */
  readonly because: readonly string[];
  /** `binding`: only a signature counts. */
  readonly force: Approval["force"];
  /** What stands there now; `stale`: given for another plan; `advisory` may be less than what is needed. */
  readonly given: "no" | "stale" | Approval["force"];
}
export interface WorkerQuestion {
  readonly task: string;
  readonly number: number;
  readonly by: string;
  readonly text: string;
}

/** What happened, as data; the state of a run is a fold over these. `key` names a kept outcome of the store. */
export type JournalEvent =
  | { readonly kind: "requirement-received"; readonly requirement: Requirement; readonly record: string; readonly gaps: readonly string[] }
  | { readonly kind: "restored"; readonly from: readonly string[]; readonly records: RestoredRecords }
  | { readonly kind: "step-finished"; readonly step: Step; readonly task: string | null; readonly outcome: string }
  | { readonly kind: "analysed"; readonly target: string; readonly key: string; readonly summary: string }
  | { readonly kind: "question-asked"; readonly question: Question }
  | { readonly kind: "question-withdrawn"; readonly question: string }
  | { readonly kind: "question-answered"; readonly answer: Answer; readonly origin: "requirement" | "record" }
  | { readonly kind: "clarified"; readonly open: number }
  | { readonly kind: "design-made"; readonly target: string; readonly key: string; readonly summary: string }
  | { readonly kind: "tasks-made"; readonly tasks: readonly Task[]; readonly orders: Readonly<Record<string, string>> }
  | { readonly kind: "task-delegated"; readonly task: string; readonly worker: string; readonly round: number }
  | { readonly kind: "task-taken"; readonly task: string; readonly by: string }
  | { readonly kind: "worker-asked"; readonly question: WorkerQuestion }
  | { readonly kind: "worker-answered"; readonly task: string; readonly number: number; readonly by: Role; readonly text: string }
  | {
      readonly kind: "deliverable-handed-in";
      readonly task: string;
      readonly worker: string;
      readonly round: number;
      readonly key: string;
      readonly files: readonly FileMark[];
    }
  | { readonly kind: "worker-unable"; readonly task: string; readonly worker: string; readonly round: number; readonly reason: string }
  | {
      readonly kind: "review-made";
      readonly task: string;
      readonly round: number;
      readonly key: string;
      readonly outcome: "accept" | "return";
      readonly notes: readonly string[];
    }
  | { readonly kind: "task-returned"; readonly task: string; readonly round: number; readonly findings: readonly string[] }
  | { readonly kind: "task-accepted"; readonly task: string; readonly round: number }
  | { readonly kind: "reassigned"; readonly task: string; readonly from: string; readonly to: string; readonly reason: string }
  | { readonly kind: "regrouped"; readonly target: string; readonly reason: string }
  | {
      readonly kind: "task-edited";
      readonly task: string;
      readonly edit: "blocked" | "archived" | "resumed" | "priority" | "note";
      readonly value: string;
    }
  | { readonly kind: "put-back"; readonly task: string; readonly keys: readonly string[] }
  | { readonly kind: "escalated"; readonly escalation: Escalation }
  | { readonly kind: "escalation-resolved"; readonly escalation: string; readonly by: Role; readonly choose: string }
  | {
      readonly kind: "integrated";
      readonly target: string;
      readonly key: string;
      readonly hash: string;
      /** Hazards of its steps, notes left out: they decide who approves. */
      readonly hazards: readonly HazardKind[];
      readonly proof: Proof;
      readonly stages: readonly StageMark[];
    }
  | { readonly kind: "gate-confirmed"; readonly target: string; readonly stage: number; readonly application: string; readonly by: string }
  | { readonly kind: "stage-released"; readonly target: string; readonly stage: number; readonly migrations: readonly FileMark[] }
  | { readonly kind: "approval-recorded"; readonly approval: Approval }
  | { readonly kind: "reported"; readonly key: string };

export type TaskEdit = Extract<JournalEvent, { readonly kind: "task-edited" }>["edit"];
