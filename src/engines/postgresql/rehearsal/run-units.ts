import { quoteName } from "../quote.ts";
import { messagesOf, type Preamble, type Readings } from "./lines.ts";
import { openReplaySession, type ReplayPlace, type ReplaySession } from "./replay-session.ts";
import type { Line, Outcome } from "./tape.ts";
import type { Asked, Unit } from "./units.ts";
import { simpleQuery } from "./wire.ts";

export interface UnitRun {
  readonly place: ReplayPlace;
  readonly readings: Readings;
  /** What the connections of the unit had done before it. */
  readonly preamble: ReadonlyMap<Line, Preamble>;
  /** Sessions that were there before, with the statements that they have prepared; they stay open for the next unit. */
  readonly open?: OpenSessions;
  readonly ignored: readonly string[];
  /** Told of what each exchange answered this time. */
  readonly tell: (asked: Asked, outcome: Outcome) => void;
}
export type OpenSessions = Map<
  Line,
  { readonly session: ReplaySession; readonly prepared: ReadonlyMap<string, { readonly text: string }> }
>;

/** Runs a unit again, one exchange after the other, in sessions of its own or in those that are open. */
export async function runUnit(unit: Unit, run: UnitRun): Promise<void> {
  const own = new Map<Line, ReplaySession>();
  const sessionOf = async (line: Line): Promise<ReplaySession> => {
    const known = run.open?.get(line)?.session ?? own.get(line);
    if (known !== undefined) return known;
    const session = await openReplaySession(run.place, line.parameters);
    for (const messages of run.preamble.get(line) ?? []) await session.send(messages);
    own.set(line, session);
    return session;
  };
  const stripped = new Set<string>();
  try {
    for (const item of unit.items) {
      if (item.kind === "end") {
        await (run.open?.get(item.line)?.session ?? own.get(item.line))?.close();
        run.open?.delete(item.line);
        own.delete(item.line);
        continue;
      }
      const { line, parts, outcome } = item.exchange;
      const prepared = run.open?.get(line)?.prepared;
      const messages = messagesOf(item.exchange, run.readings, (name, text) => {
        if (prepared?.get(name)?.text !== text || stripped.has(name)) return false;
        stripped.add(name);
        return true;
      });
      if (outcome.error === null) for (const part of parts) await empty(run, run.readings.get(part.text)?.empties ?? []);
      if (messages.length > 0) run.tell(item, await (await sessionOf(line)).send(messages));
    }
  } finally {
    for (const session of own.values()) await session.close();
  }
}

/** Stands for a schema that a test drops and makes anew: its rows are gone. */
async function empty({ place, ignored }: UnitRun, tables: readonly string[] | "everything"): Promise<void> {
  if (tables !== "everything" && tables.length === 0) return;
  const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const named =
    tables === "everything"
      ? "true"
      : `c.oid = any (array[${tables.map((name) => `to_regclass(${text(name.split(".").map(quoteName).join("."))})`).join(", ")}])`;
  const left =
    ignored.length === 0 ? "" : ` and c.relname <> all (array[${ignored.map((name) => text(name.split(".").at(-1) ?? name)).join(", ")}])`;
  const session = await openReplaySession(place, new Map());
  await session.send([
    simpleQuery(
      `do $$ declare names text; begin select string_agg(c.oid::regclass::text, ', ') into names from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_' and ${named}${left}; if names is not null then execute 'truncate ' || names || ' restart identity cascade'; end if; end $$`,
    ),
  ]);
  await session.close();
}
