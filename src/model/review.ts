import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import type { Block, Check } from "./plan.ts";

export interface StatementError {
  readonly message: string;
  /** The engine's own code (`23502`, `SQLITE_CONSTRAINT`). */
  readonly code: string;
  readonly hint?: string;
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
  readonly error?: StatementError;
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
  readonly statements: readonly StatementTrace[];
  readonly down: DownVerdict;
  readonly rows: RowsVerdict;
  readonly prechecks: readonly Check[];
  /** Application queries that stop working, by stage. */
  readonly brokenQueries: readonly BrokenQuery[];
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
