import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import type { Block, Check } from "./plan.ts";

export interface StatementError {
  readonly message: string;
  /** The engine's own code (`23502`, `SQLITE_CONSTRAINT`). */
  readonly code: string;
  readonly hint?: string;
}
/** A lock that a statement took and that others could notice. */
export interface HeldLock {
  readonly object: string;
  readonly kind: "table" | "index" | "view" | "sequence";
  /** As documented (`ACCESS EXCLUSIVE`). */
  readonly vendorMode: string;
  /** Milliseconds from the start of the statement that took it to the end of its transaction, without the time that watching took. */
  readonly heldMs: number;
}
/** What a statement read and wrote in one object, by the server's own counters, whoever asked for it (a function, a trigger, dynamic SQL). */
export interface ObjectAccess {
  readonly object: string;
  readonly kind: "table" | "index";
  /** Whole scans of a table; scans that an index began. */
  readonly scans: number;
  readonly rowsRead: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}
/** What one statement did when it ran. Objects are dotted labels. */
export interface StatementTrace {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly created: readonly string[];
  readonly altered: readonly string[];
  readonly dropped: readonly string[];
  readonly rowsWritten: number;
  readonly durationMs: number;
  /** Absent: not observed. */
  readonly locks?: readonly HeldLock[];
  /** Absent: not observed. */
  readonly access?: readonly ObjectAccess[];
  /** In words, what this server could not show of this statement. */
  readonly unobserved?: readonly string[];
  readonly error?: StatementError;
  readonly evidence: Evidence;
}
/** One statement of the application's side that further sessions ran again and again while the change ran. */
export interface WorkloadQuery {
  readonly object: string;
  readonly operation: "read" | "write";
  readonly text: string;
  /** `code`: found in the application; `workload`: from a workload file, or recorded from the application's tests; `synthesised`: a read or a write by key. */
  readonly source: "code" | "workload" | "synthesised";
  readonly runs: number;
  readonly slowestMs: number;
}
/**
 * `behind-lock`: the application waited for a lock that the change held; `behind-queue`: it waited because the change itself waited for a stronger lock
 * (nobody who holds a lock was in its own way); `change-waits`: the change waited for somebody else.
 */
export interface BlockedWait {
  readonly kind: "behind-lock" | "behind-queue" | "change-waits";
  readonly file: string;
  readonly line: number;
  /** The statement of the change. */
  readonly statement: string;
  readonly object: string;
  /** Mode that the waiting session asked for, and the one in its way, as documented. */
  readonly wantedMode: string;
  readonly heldMode: string;
  /** The application's statement, or for `change-waits` who held the change up (`an old open transaction`). */
  readonly query: string;
  readonly operation: "read" | "write";
  readonly waitedMs: number;
  /** Most sessions seen waiting at one moment behind this statement. */
  readonly waiting: number;
  /** `plain`: reads and writes only; `old-transaction`: one that had read the objects stayed open beside them for `oldTransactionMs`. */
  readonly scenario: "plain" | "old-transaction";
}
/** What a change did to sessions at work beside it. */
export interface BlockingVerdict {
  readonly kind: "observed" | "not-observed";
  /** Why nothing was observed. */
  readonly reason?: string;
  readonly oldTransactionMs?: number;
  readonly workload: readonly WorkloadQuery[];
  readonly waits: readonly BlockedWait[];
  /** Statements prepared before the change by a session that then stood idle, and that fail after it. */
  readonly preparedFailures: readonly { readonly query: string; readonly error: string }[];
  readonly evidence: Evidence;
}
export interface DownVerdict {
  readonly kind: "exact" | "column-order" | "different" | "fails" | "missing";
  readonly difference?: readonly string[];
  readonly error?: string;
  readonly losesAfterWrites?: readonly string[];
  readonly evidence: Evidence;
}
export interface RowComparison {
  readonly object: string;
  readonly rowsBefore: number;
  readonly rowsAfter: number;
  /** Fields whose values are equal, equal by their stated rule, and different although they should not be. */
  readonly equal: readonly string[];
  readonly byRule: readonly { readonly field: string; readonly rule: string }[];
  readonly different: readonly string[];
}
export interface RowsVerdict {
  readonly kind: "kept" | "changed" | "lost" | "unproven";
  readonly objects: readonly RowComparison[];
  /** Objects that no rows could be made for, and why. */
  readonly unproven: readonly { readonly object: string; readonly reason: string }[];
  readonly evidence: Evidence;
}
export type Outcome = "accept" | "return";
export const aspects = ["correctness", "performance", "security", "maintainability", "standards"] as const;
export type Aspect = (typeof aspects)[number];
export interface AspectVerdict {
  readonly outcome: Outcome;
  readonly reasons: readonly string[];
}
export interface Verdict extends Readonly<Record<Aspect, AspectVerdict>> {
  readonly outcome: Outcome;
}
export interface Review {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Findings of the text that the execution showed not to be so. Absent: none. */
  readonly disproved?: readonly Finding[];
  readonly statements: readonly StatementTrace[];
  readonly down: DownVerdict;
  readonly rows: RowsVerdict;
  readonly prechecks: readonly Check[];
  /** Application queries that stop working, by stage. */
  readonly brokenQueries: readonly BrokenQuery[];
  /** Absent: nobody asked for it. */
  readonly blocking?: BlockingVerdict;
  readonly evidence: Evidence;
}
export interface BrokenQuery {
  readonly file: string;
  readonly line: number;
  readonly query: string;
  /** `expand`, `migrate` or `contract`: after which it fails. */
  readonly after: string;
  readonly error: string;
}
