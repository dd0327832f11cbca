// The process in which a migration's program runs: no secrets in its environment, no writing, a database that a relay hands it.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Mongodb from "mongodb";
import { registerLoading } from "./loading.ts";
import type { ProgramMessage, ProgramRequest } from "./protocol.ts";

Error.stackTraceLimit = 100;
/** What is sent and not waited for begins within this time. */
const graceMs = 30;
type Callable = (...args: readonly unknown[]) => unknown;
type Exports = Readonly<Record<string, unknown>>;

process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.on("message", (request: ProgramRequest) => {
  const fail = (error: unknown): void => tell({ kind: "failed", ...readFailure(error, request.path) });
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  void run(request).then((unawaited) => tell({ kind: "ended", unawaited }), fail);
});

function tell(message: ProgramMessage): void {
  process.send?.(message);
}

async function run(request: ProgramRequest): Promise<number> {
  const address = pathToFileURL(request.path).href;
  registerLoading(address, request.text, request.driver);
  if (request.entry === null) {
    const { runShell } = await import("./shell.ts");
    await runShell(request, await loadDriver(request), (id, line) => tell({ kind: "sent", request: id, line }));
    return 0;
  }
  const act = functionIn((await import(address)) as Exports, request.entry);
  // A module without the function does nothing on the way.
  if (act === null) return 0;
  const { MongoClient } = await loadDriver(request);
  const client = new MongoClient(request.url, { monitorCommands: true, serverSelectionTimeoutMS: 10_000, maxPoolSize: 8 });
  client.on("commandStarted", (event) => tell({ kind: "sent", request: event.requestId, line: lineIn(request.path) }));
  const open = new Set<number>();
  let isOver = false;
  let late = 0;
  const isWork = (name: string): boolean => name !== "killCursors" && name !== "endSessions";
  client.on("commandStarted", ({ commandName, requestId }) => {
    if (!isWork(commandName)) return;
    open.add(requestId);
    if (isOver) late += 1;
  });
  for (const end of ["commandSucceeded", "commandFailed"] as const)
    client.on(end, ({ requestId }: { readonly requestId: number }) => void open.delete(requestId));
  await client.connect();
  const openDatabase = client.db.bind(client);
  const named = (name?: string): string =>
    name === undefined || name === request.database ? request.database : name === "admin" ? name : `${request.database}_${name}`;
  client.db = (name, options) => openDatabase(named(name), options);
  await act(client.db(), client);
  isOver = true;
  const unfinished = open.size;
  await new Promise((resolve) => setTimeout(resolve, graceMs));
  return unfinished + late;
}

function functionIn(module: Exports, name: string): Callable | null {
  const base = module["default"];
  const found = module[name] ?? (typeof base === "object" && base !== null ? (base as Exports)[name] : undefined);
  return typeof found === "function" ? (found as Callable) : null;
}

/** The project's own driver, whose values its code makes; ours where it has none. */
async function loadDriver({ root, driver }: ProgramRequest): Promise<typeof Mongodb> {
  let own = driver;
  try {
    own = pathToFileURL(createRequire(join(root, "package.json")).resolve("mongodb")).href;
  } catch {
    // The one of ours.
  }
  return (await import(own)) as typeof Mongodb;
}

/** The line of the file that the code at work stands on, awaited or not; 0: the stack does not tell. */
function lineIn(path: string): number {
  return lineOf(new Error("where").stack ?? "", path);
}

function lineOf(stack: string, path: string): number {
  const place = stack.split("\n").find((line) => line.includes(path));
  return Number(/:(\d+):\d+\)?$/.exec(place ?? "")?.[1] ?? 0);
}

function readFailure(error: unknown, path: string): { readonly message: string; readonly code: string; readonly line: number } {
  if (!(error instanceof Error)) return { message: String(error), code: "Error", line: 0 };
  const told = error as Error & { readonly codeName?: unknown; readonly code?: unknown };
  const code =
    typeof told.codeName === "string"
      ? told.codeName
      : typeof told.code === "number" || typeof told.code === "string"
        ? String(told.code)
        : error.name;
  return { message: error.message.split("\n")[0] ?? "", code, line: lineOf(error.stack ?? "", path) };
}
