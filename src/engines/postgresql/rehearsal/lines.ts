import type { Reading } from "./statements.ts";
import { type Exchange, type Line, readParse } from "./tape.ts";
import type { Unit } from "./units.ts";
import { simpleQuery, sync } from "./wire.ts";

export type Readings = ReadonlyMap<string, Reading>;
/** Sent to a session that stands for one that had been at work before. */
export type Preamble = readonly (readonly Buffer[])[];

/** What has to be sent to run an exchange again: nothing of it where it made its own schema or spoke of the runner's tables alone. */
export function messagesOf(exchange: Exchange, readings: Readings, isPrepared: (name: string, text: string) => boolean): readonly Buffer[] {
  const read = exchange.parts.map((part) => readings.get(part.text));
  const isSimple = exchange.parts.every(({ protocol }) => protocol === "simple");
  if (!isSimple) {
    if (read.some((reading) => reading !== undefined && reading.rest !== null)) return [];
    return exchange.frames.flatMap(({ type, body, whole }) => {
      if (type !== "P") return [whole];
      const { name, text } = readParse(body);
      return name !== "" && isPrepared(name, text) ? [] : [whole];
    });
  }
  const rest = read[0]?.rest ?? null;
  if (rest === null) return exchange.frames.map(({ whole }) => whole);
  return rest.trim() === "" ? [] : [simpleQuery(rest), ...exchange.frames.slice(1).map(({ whole }) => whole)];
}

/** Statements that a connection keeps by name, as it prepared them first. */
export function namedIn(units: readonly Unit[], line: Line): ReadonlyMap<string, { readonly text: string; readonly message: Buffer }> {
  const found = new Map<string, { readonly text: string; readonly message: Buffer }>();
  for (const unit of units)
    for (const item of unit.items) {
      if (item.kind !== "exchange" || item.exchange.line !== line || item.exchange.outcome.error !== null) continue;
      for (const frame of item.exchange.frames) {
        if (frame.type !== "P") continue;
        const { name, text } = readParse(frame.body);
        if (name !== "" && !found.has(name)) found.set(name, { text, message: frame.whole });
      }
    }
  return found;
}

/** For each unit, what its connections had set and prepared before it. */
export function preamblesOf(units: readonly Unit[], readings: Readings): readonly ReadonlyMap<Line, Preamble>[] {
  const kept = new Map<Line, { settings: (readonly Buffer[])[]; names: Map<string, Buffer> }>();
  return units.map((unit) => {
    const before = new Map(
      [...kept].map(([line, { settings, names }]) => [line, [...settings, ...[...names.values()].map((parse) => [parse, sync])]] as const),
    );
    for (const item of unit.items) {
      if (item.kind === "end") {
        kept.delete(item.line);
        continue;
      }
      const { exchange } = item;
      if (exchange.outcome.error !== null) continue;
      const state = kept.get(exchange.line) ?? { settings: [], names: new Map<string, Buffer>() };
      kept.set(exchange.line, state);
      for (const frame of exchange.frames) {
        const name = frame.type === "P" ? readParse(frame.body).name : "";
        if (name !== "") state.names.set(name, frame.whole);
      }
      if (exchange.parts.some((part) => readings.get(part.text)?.session === "keeps"))
        state.settings.push(
          exchange.frames.filter(({ type, body }) => type !== "P" || readParse(body).name === "").map(({ whole }) => whole),
        );
    }
    return before;
  });
}
