// The process that holds PGlite databases: no secrets in its environment, writes to its private folder only, ends with its parent.
import { mkdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { type Extension, PGlite } from "@electric-sql/pglite";
import type { Answer } from "../connection/session.ts";
import { copyFolder } from "./folder-copy.ts";
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

interface Instance {
  readonly database: PGlite;
  readonly folder: string;
}
const instances = new Map<number, Instance>();
let queue: Promise<void> = Promise.resolve();

process.on("message", (message: PgliteRequest) => {
  queue = queue.then(async () => {
    const response = await answer(message).catch((error: unknown) => refuse(message.id, error));
    process.send?.(response);
  });
});

async function answer(request: PgliteRequest): Promise<PgliteResponse> {
  const { id } = request;
  if (request.kind === "open") {
    if (request.copyFrom === null) mkdirSync(request.folder, { recursive: true });
    else copyFolder(request.copyFrom, request.folder);
    instances.set(request.instance, { database: await open(request.folder, request.extensions), folder: request.folder });
    return { id, kind: "done" };
  }
  const instance = instances.get(request.instance);
  if (request.kind === "close") {
    instances.delete(request.instance);
    if (request.folder === "keep") await instance?.database.close();
    // What is thrown away need not be shut down in order; but its memory goes only this way.
    else await instance?.database.close().catch(() => undefined);
    if (request.folder === "remove" && instance !== undefined) rmSync(instance.folder, { recursive: true, force: true });
    return { id, kind: "done" };
  }
  if (instance === undefined) throw new Error("not open");
  const results = await instance.database.exec(request.text);
  return { id, kind: "answers", answers: results.map((result) => toAnswer(result)) };
}

/** Node.js has it; the compiler's library for servers does not tell. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };
const locate = createRequire(import.meta.url);
/** Compiled once: a further database in this process starts in a quarter of the time of the first one. */
const programs = (async () => {
  const folder = dirname(locate.resolve("@electric-sql/pglite"));
  const [code, files] = await Promise.all([readFile(join(folder, "pglite.wasm")), readFile(join(folder, "pglite.data"))]);
  return { pgliteWasmModule: await WebAssembly.compile(code), fsBundle: new Blob([files]) };
})();
programs.catch(() => undefined);

/** A shadow is thrown away: small buffers, small log files, nothing recycled, so that its folder is quick to copy. */
const settings = ["shared_buffers=64MB", "full_page_writes=off", "wal_recycle=off", "min_wal_size=2MB", "max_wal_size=256MB"];

async function open(folder: string, extensions: readonly string[]): Promise<PGlite> {
  return PGlite.create({
    ...(await programs),
    dataDir: join(folder, "data"),
    extensions: await loadExtensions(extensions),
    relaxedDurability: true,
    parsers: textParsers,
    initDbStartParams: ["--wal-segsize=1"],
    startParams: [...PGlite.defaultStartParams, ...settings.flatMap((setting) => ["-c", setting])],
  });
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
