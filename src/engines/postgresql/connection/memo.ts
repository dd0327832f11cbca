import type { Schema } from "../../../model/schema.ts";
import type { Digest } from "../../row-proof.ts";

/** What was read of one state of a private database, which nobody but its own connection can change. Copies of the database share it until one of them runs something. */
export interface StateMemo {
  schema: Promise<Schema> | null;
  readonly digests: Map<string, Digest>;
}

export function makeMemo(): StateMemo {
  return { schema: null, digests: new Map() };
}

/** States whose readings are remembered in this process, by the hash of the scripts that build them. */
const mostStates = 12;
const states = new Map<string, StateMemo>();

/** The memo of a state that was built by scripts: reviews of one base read it once. */
export function memoOf(hash: string): StateMemo {
  const memo = states.get(hash) ?? makeMemo();
  states.delete(hash);
  states.set(hash, memo);
  for (const oldest of states.keys()) {
    if (states.size <= mostStates) break;
    states.delete(oldest);
  }
  return memo;
}
