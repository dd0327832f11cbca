import type { CodeRunner, Direction } from "./code-file.ts";

/** What the runner is told that it talks to. */
export type Dialect = "postgresql" | "sqlite";

/** One file of the folder, in the order in which the runner applies them. `code`: to be run and recorded; `sql`: known, only applied. */
export type FileToRun =
  | { readonly kind: "code"; readonly path: string; readonly text: string }
  | { readonly kind: "sql"; readonly path: string; readonly up: string; readonly down: string };
export interface RecordRequest {
  readonly runner: CodeRunner;
  readonly dialect: Dialect;
  /** Absolute path of the project. */
  readonly root: string;
  readonly files: readonly FileToRun[];
  /** `nothing`: every query answers no rows; `embedded`: an empty database of the process's own answers, the files applied to it one after the other. */
  readonly answers: "nothing" | "embedded";
  /** Extensions that the files may ask for. */
  readonly extensions: readonly string[];
}
/** A statement as it was sent, values written into it. `line`: of the file, where the code that sent it is known; 0: not known. */
export interface SentStatement {
  readonly text: string;
  readonly line: number;
}
export interface DirectionRecord {
  readonly statements: readonly SentStatement[];
  /** Whether the runner wraps the file in a transaction. */
  readonly wrapped: "yes" | "no";
  /** Queries whose answers the code may have used. */
  readonly reads: readonly string[];
  readonly error: string | null;
}
export interface FileRecord {
  readonly path: string;
  readonly up: DirectionRecord;
  /** null: the file says that nothing is undone. */
  readonly down: DirectionRecord | null;
}
export type RecordAnswer =
  | { readonly kind: "recorded"; readonly files: readonly FileRecord[] }
  | { readonly kind: "failed"; readonly message: string };

/** What a runner is told to do with one file: run `direction` with whatever its migrations are handed. */
export interface RunnerSession {
  run(module: Readonly<Record<string, unknown>>, direction: Direction): Promise<"yes" | "no">;
  close(): Promise<void>;
}
