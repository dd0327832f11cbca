import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Engine } from "../../src/engines/engine.ts";
import type { LeadContext } from "../../src/lead/context.ts";
import { LeadError } from "../../src/model/error.ts";
import type { Progress } from "../../src/ports/progress.ts";
import type { Worker } from "../../src/ports/worker.ts";
import { loadConfiguration } from "../../src/project/configuration.ts";
import { openRecords } from "../../src/store/records.ts";
import { openStore } from "../../src/store/sqlite-store.ts";
import { createEngineWorker } from "../../src/workers/engine-worker.ts";
import { externalWorker } from "../../src/workers/external-worker.ts";

export async function engineOf(id: string): Promise<Engine> {
  if (id === "sqlite") return (await import("../../src/engines/sqlite/engine.ts")).sqliteEngine;
  if (id === "postgresql") return (await import("../../src/engines/postgresql/engine.ts")).postgresqlEngine;
  throw new LeadError("engine-missing", `no engine ${id}`);
}

/** A folder of its own with these files; removed when disposed. */
export function makeProject(files: Readonly<Record<string, string>>): { readonly root: string; readonly [Symbol.dispose]: () => void } {
  const root = mkdtempSync(join(tmpdir(), "dblead-workflow-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }) };
}

export interface ContextOptions {
  readonly workers?: Readonly<Record<string, Worker>>;
  readonly tell?: (progress: Progress) => void;
  readonly date?: string;
  readonly allowedSigners?: string;
  readonly engineOf?: (id: string) => Promise<Engine>;
}

/** A context as the composition root makes it, with a clock that stands still. */
export async function openContext(root: string, options: ContextOptions = {}): Promise<LeadContext & AsyncDisposable> {
  const configuration = await loadConfiguration(root);
  const date = new Date(options.date ?? "2026-01-15T10:00:00Z");
  const clock = { now: () => date };
  const store = await openStore(join(root, ".dblead"), clock);
  const folders = Object.values(configuration.targets).flatMap((target) => (target.migrations === undefined ? [] : [target.migrations]));
  const engines = options.engineOf ?? engineOf;
  return {
    configuration,
    engineOf: engines,
    store,
    records: openRecords(root, ["dblead", ...folders]),
    clock,
    workers: { engine: createEngineWorker(engines), external: externalWorker, ...options.workers },
    listener: options.tell ?? (() => undefined),
    environment: {},
    allowedSigners: options.allowedSigners ?? null,
    leaseWaitMs: 2_000,
    [Symbol.asyncDispose]: async () => store[Symbol.asyncDispose](),
  };
}

/** Every file below `dblead/` and the migration folder, by path. */
export function readTree(root: string): Readonly<Record<string, string>> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !path.startsWith(".dblead"))
    .sort();
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}
