import type { Script } from "../model/migration.ts";
import type { StatementError } from "../model/review.ts";
import type { ServerFacts } from "./connection.ts";
import type { ShadowRequest } from "./shadow.ts";

/** What the application's own programs are run against: a disposable server on which nothing else happens. */
export interface RehearsalRequest extends Omit<ShadowRequest, "seed" | "later"> {
  /** The change, in the order in which it is applied. */
  readonly changes: readonly { readonly phase: string; readonly script: Script }[];
  /** What the runner notes of the base, and of the base with the change; null: nothing. */
  readonly bookkeeping: { readonly before: Script | null; readonly after: Script | null };
  /** Dotted names of the runner's own tables, on which nothing is judged. */
  readonly ignored: readonly string[];
  /** The role as which the application connects; null: the one that owns the database. */
  readonly role: string | null;
}
/** What of the change becomes visible to others at one moment: a file in its transaction, or one statement on its own. */
export interface RolloutStep {
  /** Counted from 1 over the whole change. */
  readonly number: number;
  readonly phase: string;
  readonly file: string;
  readonly line: number;
}
/** Where a test, or the application below it, asked; told by a hook in the client. `frame` counts what asks (queries, bindings) per connection. */
export interface CallSite {
  readonly connection: string;
  readonly frame: number;
  readonly test: string | null;
  /** Relative to the application; null: not told. */
  readonly file: string | null;
  readonly line: number | null;
}
/** Statements with their parameters as they reached the server. The values never leave the engine. */
export interface Recording {
  /** How many statements ran without an error. */
  readonly statements: number;
  /** Distinct statements that read or wrote, without their values, with where they came from first. */
  readonly queries: readonly RecordedQuery[];
  /** Whether it creates, migrates or resets the schema by itself. */
  readonly schema: "given" | "own";
  /** In words, what is not in it. */
  readonly remarks: readonly string[];
}
export interface RecordedQuery {
  readonly query: string;
  readonly file: string | null;
  readonly line: number | null;
}
/** A database of its own, behind a recorder. */
export interface Stand extends AsyncDisposable {
  /** A socket for programs of this machine, and the names by which they ask. */
  readonly address: { readonly socket: string; readonly user: string; readonly database: string };
  /** Bytes that the whole server holds; a program that fills the disk is stopped by whoever watches. */
  sizeBytes(): Promise<number>;
  /** Ends the recording. */
  finish(sites: readonly CallSite[]): Promise<Recording>;
}
export interface ReplayFailure {
  /** `error`: the server refuses what it ran before; `field-gone`: it answers without a field that it gave before. */
  readonly kind: "error" | "field-gone";
  readonly test: string | null;
  readonly query: string;
  readonly file: string | null;
  readonly line: number | null;
  /** The step after which it failed first. */
  readonly step: RolloutStep;
  /** In a session that came after the step, or in one that had prepared its statements before. */
  readonly session: "fresh" | "prepared";
  readonly error: StatementError;
}
export interface Replay {
  readonly failures: readonly ReplayFailure[];
  /** Statements that any session would fail with that had prepared them before, although this application does not prepare them by name. */
  readonly ifPrepared: readonly { readonly query: string; readonly step: number; readonly error: string }[];
  /** Tests and statements that were replayed after each step, and statements that were left out because they failed again on the base already. */
  readonly tests: number;
  readonly statements: number;
  readonly leftOut: number;
  readonly remarks: readonly string[];
}
export interface Rehearsal extends AsyncDisposable {
  readonly server: ServerFacts;
  readonly steps: readonly RolloutStep[];
  /** A stand on the base, or with the whole change made. Throws `schema-unreadable` where the change stops. */
  open(state: "before" | "after"): Promise<Stand>;
  /** Runs a recording of the base again after each step, and with the data that each test saw. Ends where `limitMs` do, and says so. */
  replay(recording: Recording, limitMs: number): Promise<Replay>;
  /** Runs a recording once more where the whole change was made: what the server refuses by name or type. */
  replayAfter(recording: Recording, limitMs: number): Promise<Replay>;
}
export interface RehearsalProvider {
  /** Errors: `engine-missing` where no server can be started that programs of this machine can reach; what building the base throws. */
  open(request: RehearsalRequest): Promise<Rehearsal>;
}
