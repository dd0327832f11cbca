// The process in which code migrations run: the project's own runner, no secrets in its environment, no writing, its database in its own memory.
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import type { Direction } from "./code-file.ts";
import { registerLoading } from "./loading.ts";
import type { DirectionRecord, FileRecord, RecordAnswer, RecordRequest, RunnerSession } from "./protocol.ts";
import { openEmbedded } from "./embedded.ts";
import { type AnswerQuery, makeDriver, Recorder } from "./relay.ts";
import { openRunner } from "./runners.ts";

// Where a statement was asked for may lie deep under the runner's own frames.
Error.stackTraceLimit = 100;
fixChance();
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.on("message", (request: RecordRequest) => {
  void record(request)
    .catch((error: unknown): RecordAnswer => ({ kind: "failed", message: messageOf(error) }))
    .then((answer) => process.send?.(answer));
});

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

async function record(request: RecordRequest): Promise<RecordAnswer> {
  // The text that is asked about, which need not be the one on disk (another commit's, say).
  const texts = request.files.flatMap((file) =>
    file.kind === "code" ? [[pathToFileURL(join(request.root, file.path)).href, file.text] as const] : [],
  );
  registerLoading(new Map(texts));
  const answer: AnswerQuery =
    request.answers === "nothing" || request.dialect === "sqlite" ? () => Promise.resolve([]) : await openEmbedded(request.extensions);
  let current = "";
  const recorder = new Recorder(answer, () => siteIn(current));
  const sqlite = request.dialect === "sqlite" ? (await import("./sqlite-driver.ts")).makeSqliteDriver(recorder) : null;
  const apply = async (text: string): Promise<void> => (sqlite === null ? void (await answer(text)) : sqlite.run(text));
  const session = await openRunner({
    runner: request.runner,
    root: request.root,
    dialect: request.dialect,
    driver: sqlite === null ? makeDriver(recorder) : { driver: sqlite.driver },
    send: (text, line = 0) => {
      recorder.atLine(line);
      return recorder.send(text, []);
    },
    site: () => siteIn(current),
    atLine: (line) => recorder.atLine(line),
  });
  const ups = new Map<string, DirectionRecord>();
  const downs = new Map<string, DirectionRecord | null>();
  const modules = new Map<string, Module>();
  for (const file of request.files) {
    if (file.kind === "sql") {
      await apply(file.up).catch(() => undefined);
      continue;
    }
    current = join(request.root, file.path);
    const module = await loadModule(current).catch((error: unknown) => messageOf(error));
    if (typeof module === "string") ups.set(file.path, failed(module));
    else {
      modules.set(file.path, module);
      ups.set(file.path, await runOne(session, recorder, module, "up"));
    }
  }
  // Then back, last to first: each down meets what its up left.
  for (const file of request.files.toReversed()) {
    if (file.kind === "sql") await apply(file.down).catch(() => undefined);
    else {
      current = join(request.root, file.path);
      const module = modules.get(file.path);
      downs.set(file.path, module === undefined || module["down"] === false ? null : await runOne(session, recorder, module, "down"));
    }
  }
  const files = [...ups].map(([path, up]): FileRecord => ({ path, up, down: downs.get(path) ?? null }));
  return { kind: "recorded", files };
}

type Module = Readonly<Record<string, unknown>>;

async function loadModule(path: string): Promise<Module> {
  const module = (await import(pathToFileURL(path).href)) as Module;
  const base: unknown = module["default"];
  return (typeof base === "object" || typeof base === "function") && base !== null
    ? { ...(base as Module), ...module, [nameOf(base)]: base }
    : module;
}

function nameOf(value: object): string {
  return "name" in value && typeof value.name === "string" && value.name !== "" ? value.name : "default";
}

function failed(message: string): DirectionRecord {
  return { statements: [], wrapped: "yes", reads: [], error: message };
}

async function runOne(session: RunnerSession, recorder: Recorder, module: Module, direction: Direction): Promise<DirectionRecord> {
  recorder.start();
  try {
    const wrapped = await session.run(module, direction);
    return { statements: recorder.statements, wrapped, reads: recorder.reads, error: null };
  } catch (error) {
    return { statements: recorder.statements, wrapped: "yes", reads: recorder.reads, error: messageOf(error) };
  } finally {
    recorder.stop();
  }
}

/** The line of a migration that the code at work now stands on; 0 where the call stack does not tell. */
function siteIn(path: string): number {
  const stack = new Error("where").stack ?? "";
  const place = stack.split("\n").find((line) => line.includes(path));
  return Number(/:(\d+):\d+\)?$/.exec(place ?? "")?.[1] ?? 0);
}

/** The same recording of the same text every time: a clock that stands, and numbers that only look random. */
function fixChance(): void {
  const then = Date.UTC(2000, 0, 1);
  const construct = (real: DateConstructor, args: readonly unknown[]): Date =>
    args.length === 0 ? new real(then) : (Reflect.construct(real, args) as Date);
  const fixed = new Proxy(Date, { construct });
  fixed.now = () => then;
  globalThis.Date = fixed;
  let state = 1;
  Math.random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
