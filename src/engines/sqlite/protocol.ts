import type { RawSchema } from "./introspect.ts";

/** What the session asks of the process that holds the database open. */
export type Request =
  | { readonly kind: "open"; readonly path: string; readonly access: "read-only" | "read-write"; readonly limits: "shadow" | "target" }
  | { readonly kind: "run"; readonly text: string; readonly scope: "in-transaction" | "own" }
  | { readonly kind: "rows"; readonly text: string }
  | { readonly kind: "explain"; readonly text: string }
  | { readonly kind: "schema" }
  | { readonly kind: "digest"; readonly text: string; readonly keys: number; readonly labels: readonly string[] };

export interface SqliteFailure {
  readonly message: string;
  /** `SQLITE_CONSTRAINT_NOTNULL`. */
  readonly code: string;
}
export interface RunResult {
  readonly rowsWritten: number;
  readonly durationMs: number;
  readonly created: readonly string[];
  readonly altered: readonly string[];
  readonly dropped: readonly string[];
  /** Tables whose rows moved to new pages. */
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  /** What a second session was refused while the statement's transaction was open; `unknown` outside one. */
  readonly refused: "nothing" | "writes" | "reads-and-writes" | "unknown";
}
export interface DigestResult {
  readonly rows: number;
  readonly checksums: Readonly<Record<string, string>>;
}
export type Row = Readonly<Record<string, unknown>>;

export interface Answers {
  readonly open: { readonly version: string; readonly foreignKeys: boolean };
  readonly run: RunResult;
  readonly rows: readonly Row[];
  readonly explain: readonly string[];
  readonly schema: RawSchema;
  readonly digest: DigestResult;
}
export type Reply = { readonly id: number; readonly ok: unknown } | { readonly id: number; readonly failure: SqliteFailure };
export interface Envelope {
  readonly id: number;
  readonly request: Request;
}
