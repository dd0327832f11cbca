import type { Script } from "../model/migration.ts";
import type { Check } from "../model/plan.ts";
import type { StatementError, StatementTrace } from "../model/review.ts";
import type { Schema, Sizes } from "../model/schema.ts";

export type Row = Readonly<Record<string, unknown>>;

export interface ServerFacts {
  /** `PostgreSQL`, `PGlite`, `SQLite`. */
  readonly flavour: string;
  /** Full version (`18.3`). */
  readonly version: string;
  /** `none`: no server takes part, what is said is read from texts. */
  readonly kind: "embedded" | "native" | "none";
}
export interface ScriptOutcome {
  readonly statements: readonly StatementTrace[];
  /** The first error; nothing after it ran, a wrapping transaction was rolled back. */
  readonly error: (StatementError & { readonly file: string; readonly line: number; readonly excerpt: string }) | null;
}
export type CheckOutcome =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly count: number }
  | { readonly kind: "error"; readonly error: StatementError };

export type ProbeOutcome =
  | { readonly kind: "asked"; readonly answers: readonly CheckOutcome[] }
  /** The database refuses the rows. */
  | { readonly kind: "refused"; readonly error: StatementError };

export interface ConnectRequest {
  /** Resolved URL or path; never printed. */
  readonly url: string;
  readonly target: string;
  readonly access: "read-only" | "read-write";
}

/** The effectful half of an engine: one session on one database. */
export interface Connection extends AsyncDisposable {
  readonly server: ServerFacts;
  introspect(): Promise<Schema>;
  sizes(): Promise<Sizes>;
  /** Runs a script in its transaction scope, tracing every statement; an error is a value. `untraced`: what the statements did is not asked. */
  execute(script: Script, tracing?: "traced" | "untraced"): Promise<ScriptOutcome>;
  /** Reads rows; refuses what writes. */
  query(text: string): Promise<readonly Row[]>;
  /** Would this application statement (with its parameters open) still run? Plans it, does not run it. */
  tryQuery(
    text: string,
  ): Promise<{ readonly kind: "runs"; readonly plan: string } | { readonly kind: "fails"; readonly error: StatementError }>;
  check(check: Check): Promise<CheckOutcome>;
  /** What checks answer with the rows of `insert` put in first; everything is taken back. Absent: a copy of the database is needed for that. */
  probe?(insert: string, checks: readonly Check[]): Promise<ProbeOutcome>;
}
