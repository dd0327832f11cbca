import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { LeadError } from "../../../model/error.ts";
import type { Evidence } from "../../../model/evidence.ts";
import type { ServerFacts } from "../../connection.ts";
import type { ParsedStatement } from "../../engine.ts";
import type { Shadow, ShadowRequest } from "../../shadow.ts";
import { memoOf, type StateMemo } from "../connection/memo.ts";
import { PostgresqlConnection } from "../connection/open.ts";
import { readRows } from "../connection/session.ts";
import { textOf, unwrap } from "../parse/tree.ts";
import { loadScripts } from "./base.ts";
import { findState, hashState, keepState } from "./kept-states.ts";
import { giveBack, type PgliteHost, takeHost } from "./pglite-host.ts";
import { openPgliteSession, type PgliteSession, readPgliteVersion } from "./pglite-session.ts";
import type { ShadowSettings } from "./settings.ts";

/** PGlite in a process of ours: from a kept state where the same base was built before (0.4 s), or built now. */
export async function openEmbedded(request: ShadowRequest, settings: ShadowSettings): Promise<Shadow> {
  const server = await readPgliteVersion().catch((error: unknown) => {
    throw new LeadError("engine-missing", "The package @electric-sql/pglite is not installed.", {
      cause: error,
      hint: "npm install @electric-sql/pglite",
    });
  });
  const host = takeHost();
  try {
    const build: Build = { request, server, host, limitMs: settings.statementLimitMs };
    const session = await openState(build);
    const rows: Evidence["rows"] = request.seed.length > 0 ? "seed" : "none";
    return await openFrame(session, { version: request.version }, rows, memoOf(`PGlite ${hashOf(build, "seed")}`));
  } catch (error) {
    if (host.users === 0) await giveBack(host);
    throw asFull(error);
  }
}

interface Build {
  readonly request: ShadowRequest;
  readonly server: string;
  readonly host: PgliteHost;
  readonly limitMs: number;
}
/** A state on the way: nothing, the base, the base with its seed. Each is kept, and each is made from the one before. */
type Stop = "empty" | "base" | "seed";

function hashOf({ request, server }: Build, stop: Stop): string {
  return hashState(server, stop === "empty" ? [] : request.base, stop === "seed" ? request.seed : []);
}

async function openState(build: Build): Promise<PgliteSession> {
  const { request } = build;
  const stops: readonly Stop[] = [
    "empty",
    ...(request.base.length > 0 ? (["base"] as const) : []),
    ...(request.seed.length > 0 ? (["seed"] as const) : []),
  ];
  for (let place = stops.length - 1; place >= 0; place -= 1) {
    const session = await openKept(build, stops[place] ?? "empty");
    if (session !== null) return advance(build, session, stops.slice(place + 1));
  }
  const session = await openPgliteSession({ host: build.host, copyFrom: null, statementLimitMs: build.limitMs });
  return advance(build, session, stops);
}

async function openKept(build: Build, stop: Stop): Promise<PgliteSession | null> {
  const kept = await findState(build.request.cacheFolder, hashOf(build, stop));
  if (kept === null) return null;
  // Thrown away meanwhile, or spoilt: built anew.
  return openPgliteSession({ host: build.host, copyFrom: kept, statementLimitMs: build.limitMs }).catch(() => null);
}

async function advance(build: Build, session: PgliteSession, stops: readonly Stop[]): Promise<PgliteSession> {
  const { request } = build;
  try {
    for (const stop of stops) {
      if (stop === "empty") await dropTemplates(session);
      else
        await loadScripts({ session, prepare: loadExtensionsFor(session), elevate: null }, stop === "base" ? request.base : request.seed);
      await session.settle();
      // A cache that cannot be written costs time, not truth.
      await keepState(request.cacheFolder, hashOf(build, stop), session.folder).catch(() => undefined);
    }
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Two thirds of an empty data folder are the template databases, to which this server cannot connect: copies of it are quicker without their files. */
async function dropTemplates(session: PgliteSession): Promise<void> {
  const databases = await readRows(session, "select oid::int8 as oid, datname as name from pg_catalog.pg_database where datistemplate");
  for (const row of databases) {
    const folder = join(session.folder, "data", "base", String(row["oid"]));
    for (const name of await readdir(folder).catch(() => [])) if (/^\d/.test(name)) await rm(join(folder, name), { force: true });
  }
}

interface Frame {
  readonly version: string;
}

async function openFrame(session: PgliteSession, frame: Frame, rows: Evidence["rows"], memo: StateMemo | null): Promise<Shadow> {
  const version = String((await readRows(session, "select pg_catalog.current_setting('server_version') as version"))[0]?.["version"] ?? "");
  const server: ServerFacts = { flavour: "PGlite", version, kind: "embedded" };
  const dispose = (): Promise<void> => session.close();
  const connection = new PostgresqlConnection({
    session,
    server,
    targetVersion: frame.version === "" ? null : frame.version,
    rows,
    access: "read-write",
    elevate: null,
    watch: null,
    prepare: loadExtensionsFor(session),
    memo,
    dispose,
  });
  return {
    server,
    connection,
    fork: async () => {
      try {
        return await openFrame(await session.copy(), frame, connection.rowsFrom, connection.memo);
      } catch (error) {
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
