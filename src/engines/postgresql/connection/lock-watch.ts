import { type Session } from "./session.ts";
import { type Snapshot, strongestLocks } from "./snapshot.ts";

export interface SampledLock {
  readonly oid: number;
  /** As the server names it. */
  readonly mode: string;
  /** From the first to the last sample that saw it. */
  readonly heldMs: number;
}
export interface Sampled {
  readonly strongest: Snapshot["locks"];
  readonly all: readonly SampledLock[];
}
export interface LockWatch {
  start(): Promise<{ stop(): Promise<Sampled> }>;
}

/** Samples the locks of one backend from another session, about every five milliseconds: what is held for less may be missed. */
export function watchLocks(observer: Session, pid: number): LockWatch {
  const query = `
select l.relation::int8 as oid, l.mode
  from pg_catalog.pg_locks l
 where l.locktype = 'relation' and l.granted and l.pid = ${Math.trunc(pid)}`;
  return {
    start: async () => {
      const state = { isOver: false };
      const seen = new Map<string, { readonly oid: number; readonly mode: string; readonly first: number; last: number }>();
      const sampling = (async () => {
        while (!state.isOver) {
          const answer = await observer.run(query);
          const now = performance.now();
          for (const row of answer.at(-1)?.rows ?? []) {
            const key = `${String(row["oid"])} ${String(row["mode"])}`;
            const known = seen.get(key);
            if (known === undefined) seen.set(key, { oid: Number(row["oid"]), mode: String(row["mode"]), first: now, last: now });
            else known.last = now;
          }
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      })();
      return {
        stop: async () => {
          state.isOver = true;
          await sampling.catch(() => undefined);
          const all = [...seen.values()].map(({ oid, mode, first, last }) => ({ oid, mode, heldMs: last - first }));
          return { strongest: strongestLocks(all), all };
        },
      };
    },
  };
}
