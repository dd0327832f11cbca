import type { Phase, TransactionScope } from "./plan.ts";

/** A text of one or more statements and where it stands. `line` is the 1-based line of the file at which `text` begins. */
export interface Script {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** `shared` and `own`: the runner wraps the whole script in one transaction; `none`: statement by statement, each on its own. */
  readonly transaction: TransactionScope;
  /** The text is a program that is run with a database at hand, not statements that are sent. */
  readonly program?: Program;
}
/** `entry`: the function of the module that is called; null: the whole text runs, as in the engine's shell. `root`: absolute; what it imports is looked for from there. */
export interface Program {
  readonly entry: "up" | "down" | null;
  readonly root: string;
}
export interface Migration {
  /** In the format's own spelling (`20250101000000`, `V31`, `0004_brave_hulk`). */
  readonly id: string;
  readonly name: string;
  readonly up: Script;
  /** null: the format has a down and this migration lacks it, or it stands in `dblead/rollback/` and is absent. */
  readonly down: Script | null;
}
export interface Job {
  readonly name: string;
  readonly script: Script;
  /** How to undo what the job wrote; null: nothing to undo. */
  readonly reverse: Script | null;
}
/** What travels together: everything of one stage may be applied at once; a later stage waits for the gate of its own. */
export interface Stage {
  readonly phase: Phase;
  readonly gate: { readonly application: string; readonly waitsFor: string } | null;
  readonly migrations: readonly Migration[];
  readonly jobs: readonly Job[];
}
/** What a migration format can carry, as data. */
export interface FormatCapabilities {
  /** `all-pending`: one transaction around every pending file; `per-file`; `none`: statement by statement. */
  readonly transaction: "all-pending" | "per-file" | "none";
  /** Whether one file can leave the transaction. */
  readonly canLeaveTransaction: boolean;
  /** A file outside a transaction may hold only one statement (sent as one string, CONCURRENTLY refuses company). */
  readonly oneStatementOutsideTransaction: boolean;
  readonly down: "same-file" | "own-file" | "none";
}
/** A file that is to be written, path relative to the project. */
export interface FileText {
  readonly path: string;
  readonly text: string;
}
