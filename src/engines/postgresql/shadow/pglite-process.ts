// The process that holds PGlite: no secrets in its environment, writes to its private folder only, ends with its parent.
import { rmSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { type Extension, PGlite } from "@electric-sql/pglite";
import type { Answer } from "../connection/session.ts";
import type { PgliteRequest, PgliteResponse } from "./pglite-message.ts";

const folder = process.argv[2] ?? "";

// The main thread is deaf while a statement runs: another one watches the parent.
const watcher = new Worker(
  `const parent = ${process.ppid}; setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, "SIGKILL"); }, 500);`,
  { eval: true },
);
watcher.unref();

// Ctrl-C reaches the whole group; the parent decides.
process.on("SIGINT", () => undefined);
process.on("disconnect", () => {
  if (folder !== "") rmSync(folder, { recursive: true, force: true });
  process.kill(process.pid, "SIGKILL");
});

let database: PGlite | null = null;
let queue: Promise<void> = Promise.resolve();

process.on("message", (message: PgliteRequest) => {
  queue = queue.then(async () => {
    const response = await answer(message).catch((error: unknown) => refuse(message.id, error));
    process.send?.(response);
  });
});

async function answer(request: PgliteRequest): Promise<PgliteResponse> {
  if (request.kind === "start") {
    database = await PGlite.create({
      dataDir: request.dataFolder,
      extensions: await loadExtensions(request.extensions),
      relaxedDurability: true,
      parsers: textParsers,
    });
    return { id: request.id, kind: "started" };
  }
  if (database === null) throw new Error("not started");
  const results = await database.exec(request.text);
  return { id: request.id, kind: "answers", answers: results.map((result) => toAnswer(result)) };
}

interface ExecResult {
  readonly rows: readonly Record<string, unknown>[];
  readonly command?: string | undefined;
  readonly rowCount?: number | undefined;
  readonly affectedRows?: number | undefined;
}

function toAnswer(result: ExecResult): Answer {
  return { rows: result.rows, command: result.command ?? "", rowCount: result.rowCount ?? result.affectedRows ?? 0 };
}

function refuse(id: number, error: unknown): PgliteResponse {
  if (!(error instanceof Error)) return { id, kind: "broken", message: String(error) };
  const code: unknown = "code" in error ? error.code : undefined;
  if (typeof code !== "string" || !/^[0-9A-Z]{5}$/.test(code)) return { id, kind: "broken", message: error.message };
  const hint: unknown = "hint" in error ? error.hint : undefined;
  const position: unknown = "position" in error ? error.position : undefined;
  return {
    id,
    kind: "refused",
    message: error.message,
    code,
    hint: typeof hint === "string" ? hint : null,
    position: typeof position === "string" || typeof position === "number" ? Number(position) : null,
  };
}

/** Dates and byte strings stay text, big integers too: as from a real server. */
const asText = (value: string): string => value;
const textParsers = {
  17: asText,
  20: (value: string): number | string => (Number.isSafeInteger(Number(value)) ? Number(value) : value),
  1082: asText,
  1083: asText,
  1114: asText,
  1184: asText,
};

async function loadExtensions(names: readonly string[]): Promise<Record<string, Extension>> {
  const extensions: Record<string, Extension> = {};
  for (const name of names) {
    const module: unknown = await import(`@electric-sql/pglite/contrib/${name.replaceAll("-", "_")}`);
    const found = Object.values(module ?? {}).find(isExtension);
    if (found !== undefined) extensions[name.replaceAll("-", "_")] = found;
  }
  return extensions;
}

function isExtension(value: unknown): value is Extension {
  return typeof value === "object" && value !== null && "name" in value && "setup" in value;
}
