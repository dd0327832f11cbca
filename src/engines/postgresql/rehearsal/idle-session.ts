import { type ReplayPlace, openReplaySession } from "./replay-session.ts";
import { readParse } from "./tape.ts";
import type { Unit } from "./units.ts";
import { makeFrame, sync, text } from "./wire.ts";

export interface IdleSession extends AsyncDisposable {
  /** Of what it had prepared: what the server refuses now, by the text. */
  ask(): Promise<ReadonlyMap<string, string>>;
}
const mostStatements = 200;

/** A session that prepares what the units sent without a name, and then waits. A description is enough: the server plans anew for it. */
export async function openIdleSession(place: ReplayPlace, units: readonly Unit[]): Promise<IdleSession> {
  const texts = new Map<string, Buffer>();
  for (const { items } of units)
    for (const item of items) {
      if (item.kind !== "exchange" || item.exchange.outcome.error !== null) continue;
      for (const frame of item.exchange.frames) {
        const parsed = frame.type === "P" ? readParse(frame.body) : null;
        if (parsed === null || parsed.name !== "" || texts.size >= mostStatements) continue;
        texts.set(parsed.text, frame.body.subarray(1));
      }
    }
  const session = await openReplaySession(place, new Map());
  const prepared: { readonly query: string; readonly name: string }[] = [];
  for (const [query, body] of texts) {
    const name = `dblead_${prepared.length}`;
    const { error } = await session.send([makeFrame("P", text(name), body), sync]);
    if (error === null) prepared.push({ query, name });
  }
  return {
    ask: async () => {
      const refused = new Map<string, string>();
      for (const { query, name } of prepared) {
        const { error } = await session.send([makeFrame("D", Buffer.from("S"), text(name)), sync]);
        if (error !== null && error.message.startsWith("cached plan")) refused.set(query, error.message);
      }
      return refused;
    },
    [Symbol.asyncDispose]: () => session.close(),
  };
}
