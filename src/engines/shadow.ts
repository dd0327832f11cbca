import type { Script } from "../model/migration.ts";
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
}
export interface ShadowProvider {
  /** Builds base, then seed; throws `schema-unreadable` naming the script, line and reason when one fails, `engine-missing` when no server can be started. */
  open(request: ShadowRequest): Promise<Shadow>;
}
