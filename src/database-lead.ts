import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { lstat, mkdir } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { Engine } from "./engines/engine.ts";
import type { LeadContext } from "./lead/context.ts";
import { LeadError } from "./model/error.ts";
import { findNearest } from "./model/name.ts";
import type { Confirm, OperationContext } from "./operations/operation.ts";
import type { Clock } from "./ports/clock.ts";
import type { Listener } from "./ports/progress.ts";
import type { Configuration } from "./project/configuration.ts";

/** Version of this package. */
export const release: string = readRelease();

/** The engines there are; each one's code is loaded when a target needs it. */
const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  postgresql: async () => (await import("./engines/postgresql/engine.ts")).postgresqlEngine,
  sqlite: async () => (await import("./engines/sqlite/engine.ts")).sqliteEngine,
  mongodb: async () => (await import("./engines/mongodb/engine.ts")).mongodbEngine,
};

export interface LeadRequest {
  /** Absolute folder in which the caller stands. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly listener: Listener;
  /** Given where a person sits at a terminal. */
  readonly confirm?: Confirm;
}
export interface Lead extends OperationContext, AsyncDisposable {}

/** Assembles what a face hands to operations. Nothing is read, loaded or opened before an operation asks for it. */
export async function openLead(request: LeadRequest): Promise<Lead> {
  const { folder, env, listener } = request;
  let found: Promise<Configuration | null> | null = null;
  const findConfiguration = (): Promise<Configuration | null> => (found ??= readConfiguration(folder));
  const configuration = async (): Promise<Configuration> => (await findConfiguration()) ?? missingConfiguration(folder);
  const engineOf = async (id: string): Promise<Engine> =>
    addressed(await loadEngine(id), env, async () => (await findConfiguration())?.root ?? folder);
  let opened: Promise<LeadContext> | null = null;
  return {
    folder,
    env,
    listener,
    ...(request.confirm === undefined ? {} : { confirm: request.confirm }),
    release,
    engineIds: Object.keys(engines),
    engineOf,
    findConfiguration,
    configuration,
    lead: async () => (opened ??= openWorkflow(await configuration(), request, engineOf)),
    draftStages: async ({ engine, plan, format, name }) => {
      const { splitStages } = await import("./workers/migration-units.ts");
      return splitStages({
        steps: plan.steps,
        format,
        name,
        render: (statements, frame) => engine.renderScript(statements, frame),
        scripts: engine.capabilities.scripts,
      });
    },
    detectEngine: async () => detectEngine(folder, await findConfiguration()),
    cacheFolder: async () => prepareCache((await findConfiguration())?.root ?? null),
    [Symbol.asyncDispose]: async () => {
      const context = await (opened ?? Promise.resolve(null)).catch(() => null);
      await context?.store[Symbol.asyncDispose]();
    },
  };
}

/** Another process on the same request is waited for this long. */
const leaseWaitMs = 10_000;

/** Store, records and workers of a project. Only `dblead/` and the migration folders that are configured may be written. */
async function openWorkflow(
  configuration: Configuration,
  { env, listener }: LeadRequest,
  engineOf: Lead["engineOf"],
): Promise<LeadContext> {
  const [{ openStore }, { openRecords }, { createEngineWorker }, { externalWorker }] = await Promise.all([
    import("./store/sqlite-store.ts"),
    import("./store/records.ts"),
    import("./workers/engine-worker.ts"),
    import("./workers/external-worker.ts"),
  ]);
  const { root } = configuration;
  const clock = openClock(env["SOURCE_DATE_EPOCH"]);
  const folders = Object.values(configuration.targets).flatMap(({ migrations }) => (migrations === undefined ? [] : [migrations]));
  const named = configuration.approvals.allowedSigners;
  const signers = join(root, named ?? "dblead/allowed-signers");
  return {
    configuration,
    engineOf,
    store: await openStore(join(root, ".dblead"), clock, release),
    records: openRecords(root, ["dblead", ...folders]),
    clock,
    workers: { engine: createEngineWorker(engineOf), external: externalWorker },
    listener,
    environment: env,
    allowedSigners: named !== null || existsSync(signers) ? signers : null,
    leaseWaitMs,
  };
}

/** https://reproducible-builds.org/specs/source-date-epoch/: seconds since 1970, for runs whose files must not depend on the day. */
function openClock(epoch: string | undefined): Clock {
  const fixed = epoch === undefined || !/^\d+$/.test(epoch) ? null : Number(epoch) * 1000;
  return { now: () => new Date(fixed ?? Date.now()) };
}

const loaded = new Map<string, Promise<Engine>>();

async function loadEngine(id: string): Promise<Engine> {
  const load = engines[id];
  if (load === undefined) {
    const known = Object.keys(engines);
    const nearest = findNearest(id, known);
    throw new LeadError("usage-invalid", `There is no engine ${id}.`, {
      hint: nearest === undefined ? `Engines: ${known.join(", ")}.` : `Did you mean ${nearest}?`,
    });
  }
  const engine = loaded.get(id) ?? load();
  loaded.set(id, engine);
  return engine;
}

/** Settings of a shadow may name an environment variable (`url = "$SHADOW_URL"`): it is looked up when the shadow is opened, so that no key or record holds its value. */
function addressed(engine: Engine, env: LeadRequest["env"], rootOf: () => Promise<string>): Engine {
  const open: Engine["shadow"]["open"] = async (request) => {
    if (!Object.values(request.settings).some((value) => typeof value === "string" && value.startsWith("$")))
      return engine.shadow.open(request);
    const { resolveReference } = await import("./project/secrets.ts");
    const root = await rootOf();
    const settings = Object.entries(request.settings).map(
      ([key, value]) => [key, typeof value === "string" && value.startsWith("$") ? resolveReference(value, env, root) : value] as const,
    );
    return engine.shadow.open({ ...request, settings: Object.fromEntries(settings) });
  };
  return { ...engine, shadow: { ...engine.shadow, open } };
}

/** zod and the TOML reader are loaded only where there is a file to read. */
async function readConfiguration(folder: string): Promise<Configuration | null> {
  const { hasConfiguration } = await import("./operations/project-root.ts");
  if (!(await hasConfiguration(folder))) return null;
  const { loadConfiguration } = await import("./project/configuration.ts");
  return loadConfiguration(folder);
}

function missingConfiguration(folder: string): never {
  throw new LeadError("configuration-missing", `There is no dblead.toml in ${folder} or above it.`, {
    hint: "dblead init writes one from what it finds.",
  });
}

async function detectEngine(folder: string, configuration: Configuration | null): Promise<string> {
  const configured = [...new Set(Object.values(configuration?.targets ?? {}).map((target) => target.engine))];
  const [only] = configured;
  if (only !== undefined && configured.length === 1) return only;
  const { detectProject } = await import("./project/detection.ts");
  const detected = (await detectProject(folder)).engines.map(({ engine }) => engine).filter((engine) => Object.hasOwn(engines, engine));
  if (detected[0] !== undefined && detected.length === 1) return detected[0];
  throw new LeadError(
    "usage-invalid",
    `Which engine is it for? The repository ${detected.length === 0 ? "does not tell" : `shows ${detected.join(" and ")}`}.`,
    { hint: `Add --engine ${Object.keys(engines).join(" or --engine ")}.` },
  );
}

/** `.dblead/cache` of the project, or a folder of this user alone where there is no project. */
async function prepareCache(root: string | null): Promise<string> {
  if (root !== null) return join(root, ".dblead", "cache");
  const user = createHash("sha256").update(userInfo().username).digest("hex").slice(0, 12);
  const folder = join(tmpdir(), `database-lead-${user}`);
  try {
    await mkdir(folder, { mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "EEXIST") throw cause;
    });
    const made = await lstat(folder);
    if (!made.isDirectory() || (process.getuid !== undefined && made.uid !== process.getuid())) {
      throw new LeadError("file-unwritable", `${folder} belongs to somebody else.`, { hint: "Set TMPDIR to a folder of your own." });
    }
  } catch (cause) {
    if (cause instanceof LeadError) throw cause;
    throw new LeadError("file-unwritable", `${folder} cannot be made.`, { cause });
  }
  return folder;
}

function readRelease(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
