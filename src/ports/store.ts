import type { JournalEvent } from "../model/event.ts";
import type { JsonValue } from "../model/json.ts";

export interface RecordedEvent {
  /** Counts from 1 within its run. */
  readonly sequence: number;
  /** ISO time of the injected clock. */
  readonly at: string;
  readonly event: JournalEvent;
}
/** The right to write one run's journal. Disposed: given back. */
export interface Lease extends AsyncDisposable {
  readonly name: string;
  /** Fencing token: a later owner has a larger one, and writes under an older one are refused with `lease-held`. */
  readonly token: number;
}

/** Journal, memoised outcomes and leases. Every write is durable when its promise resolves. */
export interface Store extends AsyncDisposable {
  /** Appends all events or none. Throws `lease-held` when the lease was lost. */
  append(lease: Lease, events: readonly JournalEvent[]): Promise<void>;
  events(run: string): Promise<readonly RecordedEvent[]>;
  /** Names of runs that have events, sorted. */
  runs(): Promise<readonly string[]>;
  /** Keeps what a step made under the hash of what it was made from. */
  keep(key: string, value: JsonValue): Promise<void>;
  recall(key: string): Promise<JsonValue | undefined>;
  /** Waits up to `waitMs` for the lease; throws `lease-held` naming the owner. A dead or silent owner's lease is taken over. */
  acquire(name: string, waitMs: number): Promise<Lease>;
}

/** Committed files of the project. Paths are relative to its root; only the folders named at opening may be written. */
export interface Records {
  /** Null when there is no such file. Throws `file-unreadable`. */
  read(path: string): Promise<string | null>;
  /** Whole or not at all. Throws `file-unwritable` or `disk-full`. */
  write(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Files below a folder, sorted, relative to the project's root; none when it is absent. */
  list(folder: string): Promise<readonly string[]>;
}
