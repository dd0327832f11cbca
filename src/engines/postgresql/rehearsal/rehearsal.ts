import { join } from "node:path";
import type { RecordedQuery, Recording, Rehearsal, RehearsalProvider, RehearsalRequest, Stand } from "../../rehearsal.ts";
import { makePrivateFolder } from "../shadow/private-folder.ts";
import { type Cluster, makeChange, startCluster } from "./cluster.ts";
import { startRecorder } from "./recorder.ts";
import { type Reel, replayOn, replaySteps } from "./replay.ts";
import { type Reading, readStatement } from "./statements.ts";
import { cutSteps } from "./steps.ts";
import type { Tape } from "./tape.ts";
import { cutUnits, readItems } from "./units.ts";

const reels = new WeakMap<Recording, Reel>();

/** A private server of its own for the application's own programs, with a recorder in front of it. */
export const postgresqlRehearsal: RehearsalProvider = { open: openRehearsal };

async function openRehearsal(request: RehearsalRequest): Promise<Rehearsal> {
  const steps = await cutSteps(request.changes);
  const cluster = await startCluster(request);
  let changed: Promise<string> | null = null;
  const makeChanged = async (): Promise<string> => {
    const database = await cluster.copy(cluster.base);
    await makeChange(cluster, database, steps);
    const { after } = request.bookkeeping;
    if (after !== null) await cluster.run(database, [after]);
    return database;
  };
  const stateOf = (state: "before" | "after"): Promise<string> => {
    if (state === "before") return Promise.resolve(cluster.base);
    changed ??= makeChanged();
    return changed;
  };
  const reelOf = (recording: Recording): Reel => reels.get(recording) ?? { units: [], readings: new Map(), ignored: request.ignored };
  const { flavour, version } = cluster.server;
  return {
    server: { flavour, version, kind: "native" },
    steps: steps.map(({ number, phase, file, line }) => ({ number, phase, file, line })),
    open: async (state) => openStand(cluster, await stateOf(state), request.ignored),
    replay: (recording, limitMs) => replaySteps(cluster, reelOf(recording), steps, limitMs),
    replayAfter: async (recording) => {
      const database = await cluster.copy(await stateOf("after"));
      const last = steps.at(-1);
      const step = last ?? { number: 0, phase: "", file: "", line: 1 };
      const replay = await replayOn(cluster, reelOf(recording), database, step);
      await cluster.drop(database);
      return replay;
    },
    [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
  };
}

async function openStand(cluster: Cluster, template: string, ignored: readonly string[]): Promise<Stand> {
  const database = await cluster.copy(template);
  const folder = makePrivateFolder("recorder");
  const socket = join(folder.path, "s");
  const recorder = await startRecorder({ socket, server: { socket: cluster.place(database).socket }, role: cluster.role });
  return {
    address: { socket, user: cluster.role, database },
    sizeBytes: () => cluster.sizeBytes(),
    finish: async (sites) => {
      const items = readItems(recorder.tape, sites);
      const recording = await describe(recorder.tape, items, ignored);
      return keep(recording, recorder.isCut() ? ["the tests sent more than is kept: the rest was not replayed"] : []);
    },
    [Symbol.asyncDispose]: async () => {
      await recorder[Symbol.asyncDispose]();
      folder.remove();
      await cluster.drop(database);
      await cluster.clear();
    },
  };
}

interface Described {
  readonly recording: Recording;
  readonly reel: Reel;
}

function keep({ recording, reel }: Described, remarks: readonly string[]): Recording {
  const whole: Recording = { ...recording, remarks: [...recording.remarks, ...remarks] };
  reels.set(whole, reel);
  return whole;
}

async function describe(tape: Tape, items: ReturnType<typeof readItems>, ignored: readonly string[]): Promise<Described> {
  const readings = new Map<string, Reading>();
  const asksOf = new Map<string, number>();
  const queries = new Map<string, RecordedQuery>();
  let statements = 0;
  let isOwn = false;
  for (const item of items) {
    if (item.kind === "end") continue;
    const { exchange } = item;
    let definitions = 0;
    for (const { text } of exchange.parts) {
      const reading = await readStatement(text, ignored);
      readings.set(text, reading);
      definitions += reading.definitions;
      if (exchange.outcome.error !== null) continue;
      statements += reading.asks;
      asksOf.set(exchange.line.database, (asksOf.get(exchange.line.database) ?? 0) + reading.asks);
      if (reading.asks === 1 && reading.subject === "application" && !queries.has(reading.shown))
        queries.set(reading.shown, { query: reading.shown, file: item.file, line: item.sourceLine });
    }
    // A notice says that a thing was there already, and nothing was made.
    const skipped = exchange.outcome.notices.filter((code) => /^42(?:P06|P07|710|P01|704)$|^3F000$/.test(code)).length;
    if (exchange.outcome.error === null && definitions > skipped) isOwn = true;
  }
  const [main] = [...asksOf].toSorted((a, b) => b[1] - a[1]);
  const others = [...asksOf].filter(([name, asks]) => name !== main?.[0] && asks > 0 && name !== "postgres");
  const units = cutUnits(items.filter((item) => item.line.database === main?.[0] && !item.line.parameters.has("replication")));
  const remarks = others.length === 0 ? [] : [`of ${others.length + 1} databases that the tests used, one was replayed`];
  return {
    recording: { statements, queries: [...queries.values()], schema: isOwn ? "own" : "given", remarks },
    reel: { units, readings, ignored },
  };
}
