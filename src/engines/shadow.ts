import type { Script } from "../model/migration.ts";
import type { BlockedWait, BlockingVerdict } from "../model/review.ts";
import type { Connection, ServerFacts } from "./connection.ts";

export interface ShadowRequest {
  /** Scripts that make the base, in order; empty: an empty database. */
  readonly base: readonly Script[];
  readonly seed: readonly Script[];
  /** The target's major version; another one on the shadow caps evidence at `planned`. */
  readonly version: string;
  /** The engine's own part of `[shadow.<engine>]`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What will run on it: where several servers can be had, one that has the extensions that these name is chosen. */
  readonly later?: readonly Script[];
  /** Folder for kept states by content hash; private to this user. */
  readonly cacheFolder: string;
}
/** A throw-away copy. Disposed: the process is gone and its folder removed. */
export interface Shadow extends AsyncDisposable {
  readonly server: ServerFacts;
  readonly connection: Connection;
  /** A second, independent shadow in the state this one is in. */
  fork(): Promise<Shadow>;
  /** Address by which programs of this user reach the database as its ordinary role. Whoever borrows it may do anything there: afterwards it is used up. */
  lend?(): { readonly url: string };
  /** Runs scripts with further sessions at work beside them; the shadow is used up. Absent: it has one session only. */
  observeBlocking?(request: BlockingRequest): Promise<BlockingObservation>;
}
export interface BlockingRequest {
  readonly scripts: readonly Script[];
  /** Labels of what the scripts lock, the most interesting first. */
  readonly objects: readonly string[];
  /** What the application runs; for objects of which nothing is known, reads and writes by key are made. */
  readonly queries: readonly { readonly text: string; readonly source: "code" | "workload" }[];
  readonly scenario: BlockedWait["scenario"];
}
export type BlockingObservation = Pick<BlockingVerdict, "workload" | "waits" | "preparedFailures">;
export interface ShadowProvider {
  /** Builds base, then seed; throws `schema-unreadable` naming the script, line and reason when one fails, `engine-missing` when no server can be started. */
  open(request: ShadowRequest): Promise<Shadow>;
}
