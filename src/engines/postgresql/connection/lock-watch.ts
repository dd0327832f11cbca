import { type Session } from "./session.ts";
import { type Snapshot, strongestLocks } from "./snapshot.ts";

export interface LockWatch {
  start(): Promise<{ stop(): Promise<Snapshot["locks"]> }>;
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
      const rows: { readonly oid: unknown; readonly mode: unknown }[] = [];
      const sampling = (async () => {
        while (!state.isOver) {
          const answer = await observer.run(query);
          for (const row of answer.at(-1)?.rows ?? []) rows.push({ oid: row["oid"], mode: row["mode"] });
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      })();
      return {
        stop: async () => {
          state.isOver = true;
          await sampling.catch(() => undefined);
          return strongestLocks(rows);
        },
      };
    },
  };
}
