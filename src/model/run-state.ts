import type { Escalation } from "./escalation.ts";
import type { Approval, FileMark, Proof, StageMark, Step, WorkerQuestion } from "./event.ts";
import type { HazardKind } from "./hazard.ts";
import type { Answer, Question } from "./question.ts";
import type { Requirement } from "./requirement.ts";
import type { Role } from "./role.ts";
import type { Task, TaskPriority, TaskStatus } from "./task.ts";

/** One line of a task's history, as its file tells it. */
export interface TaskNote {
  readonly date: string;
  readonly text: string;
}
export interface TaskState {
  readonly task: Task;
  /** Key of the kept order: what its worker is handed. */
  readonly order: string | null;
  readonly status: TaskStatus;
  readonly priority: TaskPriority;
  readonly worker: string | null;
  /** Workers who gave up or were given up on. */
  readonly tried: readonly string[];
  readonly round: number;
  /** Returns since this worker has it. */
  readonly returns: number;
  readonly takenBy: string | null;
  /** A deliverable that waits for its review, or was accepted. */
  readonly deliverable: { readonly key: string; readonly round: number; readonly files: readonly FileMark[] } | null;
  readonly review: { readonly key: string; readonly round: number; readonly outcome: "accept" | "return" } | null;
  readonly findings: readonly string[];
  readonly questions: readonly (WorkerQuestion & { readonly answer: { readonly by: Role; readonly text: string } | null })[];
  readonly reviews: readonly {
    readonly round: number;
    readonly outcome: "accept" | "return";
    readonly notes: readonly string[];
    readonly date: string;
  }[];
  readonly log: readonly TaskNote[];
  /** Lines that people wrote into the file. */
  readonly notes: readonly string[];
  /** Set by a person's edit; the lead's own status goes on underneath. */
  readonly hold: "blocked" | "archived" | null;
}
export interface TargetState {
  readonly analysis: string | null;
  readonly design: string | null;
  readonly integration: {
    readonly key: string;
    readonly hash: string;
    readonly hazards: readonly HazardKind[];
    readonly proof: Proof;
    readonly stages: readonly StageMark[];
  } | null;
  /** All changes of the target are carried out as one task: their sum failed the integration. */
  readonly grouping: "by-change" | "whole";
}
export interface RunState {
  readonly requirement: Requirement | null;
  /** Path of the committed requirement. */
  readonly record: string;
  readonly gaps: readonly string[];
  readonly targets: Readonly<Record<string, TargetState>>;
  readonly questions: readonly Question[];
  readonly answers: readonly (Answer & { readonly origin: "requirement" | "record" })[];
  readonly clarified: "no" | "open" | "yes";
  readonly tasks: readonly TaskState[];
  /** `no`: the tasks, if any, are of a design that is not the present one. */
  readonly decomposed: "no" | "yes";
  readonly escalations: readonly (Escalation & { readonly resolution: { readonly by: Role; readonly choose: string } | null })[];
  /** Decisions on escalations by id, also on those that are yet to be raised again. */
  readonly resolutions: Readonly<Record<string, { readonly by: Role; readonly choose: string }>>;
  readonly approvals: readonly Approval[];
  readonly gates: readonly { readonly target: string; readonly stage: number; readonly application: string; readonly by: string }[];
  readonly report: string | null;
  readonly finished: readonly { readonly step: Step; readonly task: string | null; readonly outcome: string }[];
  readonly startedDate: string;
  /** Paths of files that were handed in for any task, also of those that were returned; sorted. */
  readonly handedIn: readonly string[];
  /** What the committed records told after the journal was lost; empty otherwise. */
  readonly restored: RestoredRecords;
}
/** Facts of the records that the workflow does not find again by itself. */
export interface RestoredRecords {
  /** Files that are the request's own, in migration folders or handed in. */
  readonly files: readonly string[];
  /** Accepted hand-ins of people by task; `key` names the kept deliverable. */
  readonly handIns: Readonly<Record<string, { readonly by: string; readonly round: number; readonly key: string }>>;
  readonly tasks: Readonly<
    Record<
      string,
      {
        readonly createdDate: string;
        readonly hold: "blocked" | "archived" | null;
        readonly priority: TaskPriority;
        readonly log: readonly TaskNote[];
      }
    >
  >;
}

/** What is to be done now, and the command for it. */
export type NextAction =
  | { readonly kind: "answer-question"; readonly question: string; readonly to: Role; readonly command: string }
  | { readonly kind: "answer-escalation"; readonly escalation: string; readonly to: Role; readonly command: string }
  | { readonly kind: "fix-and-hand-in"; readonly task: string; readonly command: string }
  | { readonly kind: "take-task"; readonly task: string; readonly command: string }
  | { readonly kind: "answer-worker"; readonly task: string; readonly number: number; readonly command: string }
  | { readonly kind: "unblock-task"; readonly task: string; readonly command: string }
  | { readonly kind: "await-approval"; readonly roles: readonly Role[]; readonly hash: string; readonly command: string }
  | { readonly kind: "apply-expand"; readonly files: readonly string[]; readonly command: string }
  | { readonly kind: "deploy-application"; readonly application: string; readonly waitsFor: string; readonly command: string }
  | { readonly kind: "apply-contract"; readonly files: readonly string[]; readonly command: string }
  | { readonly kind: "run-again"; readonly command: string }
  | { readonly kind: "done"; readonly command: string };

export type RunStanding =
  | "working"
  | "needs-answer"
  | "returned"
  | "waiting-for-worker"
  | "blocked"
  | "escalated"
  | "awaiting-approval"
  | "approved"
  | "done";
