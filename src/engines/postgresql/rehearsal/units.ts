import type { CallSite } from "../../rehearsal.ts";
import type { End, Exchange, Line, Tape } from "./tape.ts";

/** Tests that are run again together, because they had been at work at the same time; mostly it is one. */
export interface Unit {
  readonly tests: readonly string[];
  readonly items: readonly Item[];
}
export interface Asked {
  readonly kind: "exchange";
  /** Its number on the tape. */
  readonly index: number;
  readonly line: Line;
  readonly exchange: Exchange;
  readonly test: string | null;
  readonly file: string | null;
  readonly sourceLine: number | null;
}
export type Item = Asked | End;

/** Joins a tape with what the hook told: which test asked what from where. */
export function readItems(tape: Tape, sites: readonly CallSite[]): readonly Item[] {
  const byPlace = new Map(sites.map((site) => [`${site.connection} ${site.frame}`, site]));
  const lastTest = new Map<Line, string | null>();
  return tape.map((item, index): Item => {
    if (item.kind === "end") return item;
    const { line } = item;
    const found = item.parts.flatMap((part) => byPlace.get(`${line.hook ?? ""} ${part.frame}`) ?? []);
    const test = found.find((site) => site.test !== null)?.test ?? (found.length === 0 ? (lastTest.get(line) ?? null) : null);
    lastTest.set(line, test);
    const at = found.find((site) => site.file !== null);
    return { kind: "exchange", index, line, exchange: item, test, file: at?.file ?? null, sourceLine: at?.line ?? null };
  });
}

/** Cuts where no test is half done and no transaction open. What comes between tests belongs to the one that follows. */
export function cutUnits(items: readonly Item[]): readonly Unit[] {
  const lastOf = new Map<string, number>();
  for (const [index, item] of items.entries()) if (item.kind === "exchange" && item.test !== null) lastOf.set(item.test, index);
  const units: Unit[] = [];
  const open = new Set<Line>();
  let begun: Item[] = [];
  let until = -1;
  for (const [index, item] of items.entries()) {
    begun.push(item);
    if (item.kind === "end") open.delete(item.line);
    else {
      if (item.test !== null) until = Math.max(until, lastOf.get(item.test) ?? index);
      if (/[TE]/.test(item.exchange.outcome.status)) open.add(item.exchange.line);
      else open.delete(item.exchange.line);
    }
    const hasTest = begun.some((one) => one.kind === "exchange" && one.test !== null);
    if (!hasTest || index < until || open.size > 0) continue;
    // What closes after a test goes with it.
    const next = items[index + 1];
    if (next?.kind === "end") continue;
    units.push(makeUnit(begun));
    begun = [];
  }
  if (begun.some((item) => item.kind === "exchange")) units.push(makeUnit(begun));
  return units;
}

function makeUnit(items: readonly Item[]): Unit {
  return { tests: [...new Set(items.flatMap((item) => (item.kind === "exchange" && item.test !== null ? [item.test] : [])))], items };
}

/** Neighbours are run again together where there are more than `most`: the rows of the later ones are then those that the earlier ones leave. */
export function groupUnits(units: readonly Unit[], most: number): readonly (readonly Unit[])[] {
  const size = Math.max(1, Math.ceil(units.length / most));
  return Array.from({ length: Math.ceil(units.length / size) }, (_, index) => units.slice(index * size, (index + 1) * size));
}
