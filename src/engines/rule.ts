import type { Fix } from "../model/finding.ts";
import type { Schema, Sizes } from "../model/schema.ts";
import type { Work } from "./estimate.ts";
import type { ParsedStatement } from "./engine.ts";

/** What a rule knows besides the statement. */
export interface RuleContext {
  /** Schema before the statement, with what earlier statements of the set changed as far as text tells; null: unknown. */
  readonly before: Schema | null;
  /** Dotted names of objects that this set of migrations created itself (empty tables, unless the set fills them). */
  readonly created: ReadonlySet<string>;
  readonly filled: ReadonlySet<string>;
  readonly version: number;
  readonly sizes: Sizes;
  /** Statements of the same script, in order, and the index of this one. */
  readonly statements: readonly ParsedStatement[];
  readonly index: number;
  readonly transaction: "shared" | "own" | "none";
  readonly file: string;
}
export interface RuleHit {
  readonly object: string | null;
  /** Replaces the rule's `what` where the case at hand says more. */
  readonly what?: string;
  /** 0-based offsets inside the statement's text; absent: the whole statement. */
  readonly start?: number;
  readonly end?: number;
}
/** A claim on an object of `given`, proven on a real server: the vendor's lock mode taken on it and whether it is rewritten. */
export interface Claim {
  readonly mode?: string;
  readonly rewrites?: boolean;
  /** Every row or document is read. */
  readonly scans?: boolean;
  /** The server refuses the statement, by this code of its own. */
  readonly fails?: string;
  /** Rows or documents that it writes among those of `given`. */
  readonly rowsWritten?: number;
}
export interface Rule {
  readonly id: string;
  readonly level: "error" | "warning" | "note";
  readonly what: string;
  readonly why: string;
  readonly instead: string;
  readonly source: string;
  readonly versions: string;
  readonly covers: readonly string[];
  readonly given: string;
  /** Sizes of objects of `given` that the examples suppose. */
  readonly sizes?: Sizes;
  readonly claims: Readonly<Record<string, Claim>>;
  /** What an execution of the statement shows where the finding is not so; absent: it cannot show that. */
  readonly disprovedBy?: "no-rewrite" | "no-scan" | "no-lock";
  /** What the statement does with every row, where `disprovedBy` does not say it: the finding's weight grows with the size. */
  readonly work?: Work;
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
  readonly check: (statement: ParsedStatement, context: RuleContext) => readonly RuleHit[];
  readonly fix?: (statement: ParsedStatement, context: RuleContext) => Omit<Fix, "file"> | null;
}

/** Keeps a rule's declaration in one place and typed. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
