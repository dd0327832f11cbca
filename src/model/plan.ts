import type { Evidence } from "./evidence.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Hazard } from "./hazard.ts";
import type { JsonValue } from "./json.ts";
import type { Question } from "./question.ts";

export type Phase = "expand" | "migrate" | "contract";
export const phases: readonly Phase[] = ["expand", "migrate", "contract"];

/** `shared`: may stand in one transaction with its neighbours; `own`: a transaction of its own (a VALIDATE after its NOT VALID); `none`: refuses a transaction. */
export type TransactionScope = "shared" | "own" | "none";

/** What a check's query must answer: no rows at all, or one row whose first field is true. */
export interface Check {
  readonly id: string;
  readonly target?: string;
  readonly summary: string;
  readonly query: string;
  readonly expects: "no-rows" | "true";
  /** The step that must not run before the check passed. */
  readonly step?: string;
  /** Dotted names of fields that a declared way back must restore: the rows that are at hand can tell before anything is made. */
  readonly inverseOf?: readonly string[];
}

export type Action =
  | { readonly kind: "statements"; readonly statements: readonly string[]; readonly transaction: TransactionScope }
  | {
      /** A resumable job. `script` stands alone, commits batch by batch, and may be run again; `statement` is one idempotent batch as text. */
      readonly kind: "batches";
      readonly object: string;
      readonly key: readonly string[];
      readonly statement: string;
      readonly batchSize: number;
      readonly script: string;
      /** Counts what is left to do; zero when done. */
      readonly remaining: string;
      readonly sideEffects: readonly string[];
    }
  | { readonly kind: "task"; readonly start: string; readonly poll: string; readonly cancel: string }
  | { readonly kind: "check"; readonly check: Check }
  | { readonly kind: "deploy-gate"; readonly application: string; readonly waitsFor: string };

export interface Reversibility {
  readonly kind: "exact" | "schema-only" | "none";
  /** Until which step or event the way back exists. */
  readonly until: string;
  /** What writes made after the step would lose by going back; empty when nothing. */
  readonly loses: string;
}
/** `blocks` names what other sessions cannot do to `object`; `vendorMode` is verbatim (`ACCESS EXCLUSIVE`); `for` says how long in words. */
export interface Block {
  readonly object: string;
  readonly blocks: "nothing" | "ddl" | "writes" | "reads-and-writes";
  readonly vendorMode: string;
  readonly for: "moment" | "scan" | "rewrite" | "build" | "transaction";
}
export interface Limits {
  readonly lockTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
}
export interface Step {
  readonly id: string;
  /** The form or object kind and verb that made it (`add-column`, `validate-constraint`). */
  readonly kind: string;
  readonly phase: Phase;
  readonly summary: string;
  readonly action: Action;
  readonly reverse: readonly Action[];
  readonly reversibility: Reversibility;
  /** Empty: known to block nothing. Absent: not known. */
  readonly blocks?: readonly Block[];
  readonly limits: Limits;
  readonly hazards: readonly Hazard[];
  readonly evidence: Evidence;
  /** Intent ids that asked for it. */
  readonly intents?: readonly string[];
}

/**
 * How one field's values before and after relate; fields not listed must keep their values. `forward` is an engine expression over the old row that
 * gives the new value, `backward` over the new row that gives the old one; null: no relation (a dropped or a fresh field).
 */
export interface Carry {
  readonly objectBefore: string;
  readonly objectAfter: string;
  readonly fieldBefore: string | null;
  readonly fieldAfter: string | null;
  readonly forward: string | null;
  readonly backward: string | null;
}

export interface Plan {
  readonly engine: string;
  readonly variant: string | null;
  readonly version: string;
  readonly fromFingerprint: string;
  readonly toFingerprint: string;
  readonly steps: readonly Step[];
  readonly carries: readonly Carry[];
  readonly questions: readonly Question[];
  readonly unmodelled: readonly string[];
  readonly prechecks: readonly Check[];
  readonly evidence: Evidence;
}

/** What an approval binds to: actions, their order, their limits and the fingerprint of the target; never the evidence. */
export function hashPlan(plan: Plan): string {
  const steps = plan.steps.map((step) => ({ phase: step.phase, action: step.action, reverse: step.reverse, limits: step.limits }));
  return fingerprintOf(JSON.parse(JSON.stringify({ engine: plan.engine, from: plan.fromFingerprint, steps })) as JsonValue);
}
