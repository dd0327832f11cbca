import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LeadError } from "../../../model/error.ts";
import type { Evidence } from "../../../model/evidence.ts";
import type { ServerFacts } from "../../connection.ts";
import type { ParsedStatement } from "../../engine.ts";
import type { Shadow, ShadowRequest } from "../../shadow.ts";
import { PostgresqlConnection } from "../connection/open.ts";
import { readRows } from "../connection/session.ts";
import { textOf, unwrap } from "../parse/tree.ts";
import { loadScripts } from "./base.ts";
import { copyFolder, hashState, keepState, restoreState } from "./kept-states.ts";
import { openPgliteSession, type PgliteSession, readPgliteVersion } from "./pglite-session.ts";
import { makePrivateFolder, type PrivateFolder } from "./private-folder.ts";
import type { ShadowSettings } from "./settings.ts";

interface Frame {
  readonly version: string;
  readonly settings: ShadowSettings;
}

/** PGlite in a process of ours: from a kept state where the same base was built before (0.6 s), or built now. */
export async function openEmbedded(request: ShadowRequest, settings: ShadowSettings): Promise<Shadow> {
  const server = await readPgliteVersion().catch((error: unknown) => {
    throw new LeadError("engine-missing", "The package @electric-sql/pglite is not installed.", {
      cause: error,
      hint: "npm install @electric-sql/pglite",
    });
  });
  const frame: Frame = { version: request.version, settings };
  const rows: Evidence["rows"] = request.seed.length > 0 ? "seed" : "none";
  const folder = makePrivateFolder("shadow");
  try {
    const state = join(folder.path, "state");
    const hash = hashState(server, request.base, request.seed);
    if (await restoreState(request.cacheFolder, hash, state)) return await openFrame(folder, frame, rows);
    await build(request, server, hash, folder, settings);
    return await openFrame(folder, frame, rows);
  } catch (error) {
    await running.get(folder.path)?.close();
    running.delete(folder.path);
    folder.remove();
    throw asFull(error);
  }
}

/** Sessions by folder, between the building of a state and its use: a built state is used without a second start. */
const running = new Map<string, PgliteSession>();

async function build(request: ShadowRequest, server: string, hash: string, folder: PrivateFolder, settings: ShadowSettings): Promise<void> {
  const state = join(folder.path, "state");
  const empty = hashState(server, [], []);
  const isEmptyKept = await restoreState(request.cacheFolder, empty, state);
  if (!isEmptyKept) await mkdir(state, { recursive: true });
  const session = await openSession(folder, settings);
  running.set(folder.path, session);
  if (!isEmptyKept) await keep(session, request.cacheFolder, empty, state);
  if (hash === empty) return;
  await loadScripts({ session, prepare: loadExtensionsFor(session), elevate: null }, [...request.base, ...request.seed]);
  await keep(session, request.cacheFolder, hash, state);
}

/** The server is idle and everything is on disk after a checkpoint: the folder can be copied as it is. */
async function keep(session: PgliteSession, cacheFolder: string, hash: string, state: string): Promise<void> {
  await settle(session, state);
  // A cache that cannot be written costs time, not truth.
  await keepState(cacheFolder, hash, state).catch(() => undefined);
}

async function settle(session: PgliteSession, state: string): Promise<void> {
  await session.run("checkpoint");
  await writeFile(join(state, "extensions"), session.extensions.join("\n"));
}

async function openSession(folder: PrivateFolder, settings: ShadowSettings): Promise<PgliteSession> {
  const state = join(folder.path, "state");
  const extensions = (await readFile(join(state, "extensions"), "utf8").catch(() => "")).split("\n").filter((name) => name !== "");
  return openPgliteSession({ folder, dataFolder: join(state, "data"), extensions, statementLimitMs: settings.statementLimitMs });
}

async function openFrame(folder: PrivateFolder, frame: Frame, rows: Evidence["rows"]): Promise<Shadow> {
  const session = running.get(folder.path) ?? (await openSession(folder, frame.settings));
  running.delete(folder.path);
  const version = String((await readRows(session, "select pg_catalog.current_setting('server_version') as version"))[0]?.["version"] ?? "");
  const server: ServerFacts = { flavour: "PGlite", version, kind: "embedded" };
  const dispose = async (): Promise<void> => {
    await session.close();
    folder.remove();
  };
  const connection = new PostgresqlConnection({
    session,
    server,
    targetVersion: frame.version === "" ? null : frame.version,
    rows,
    access: "read-write",
    elevate: null,
    watch: null,
    prepare: loadExtensionsFor(session),
    dispose,
  });
  return {
    server,
    connection,
    fork: async () => {
      const copy = makePrivateFolder("shadow");
      try {
        await settle(session, join(folder.path, "state"));
        copyFolder(join(folder.path, "state"), join(copy.path, "state"));
        return await openFrame(copy, frame, connection.rowsFrom);
      } catch (error) {
        copy.remove();
        throw asFull(error);
      }
    },
    [Symbol.asyncDispose]: dispose,
  };
}

function loadExtensionsFor(session: PgliteSession): (statements: readonly ParsedStatement[]) => Promise<void> {
  return async (statements) => {
    const names = statements.flatMap((statement) => {
      const node = unwrap(statement.tree);
      return node?.kind === "CreateExtensionStmt" ? [textOf(node.fields["extname"])] : [];
    });
    if (names.length > 0) await session.ensureExtensions(names);
  };
}

function asFull(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "ENOSPC") return error;
  return new LeadError("disk-full", "There is no space left for the shadow database.", {
    cause: error,
    hint: "Free space in the temporary folder, or point TMPDIR elsewhere.",
  });
}
