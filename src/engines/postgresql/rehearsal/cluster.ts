import { LeadError } from "../../../model/error.ts";
import type { Script } from "../../../model/migration.ts";
import type { RehearsalRequest } from "../../rehearsal.ts";
import { PostgresqlConnection } from "../connection/open.ts";
import { readRows, toLeadError } from "../connection/session.ts";
import { quoteName } from "../quote.ts";
import { buildOn, dropDatabase, elevation, openSession, prepareRoles } from "../shadow/native-shadow.ts";
import { type DatabaseServer, makeWord, startServer } from "../shadow/native-server.ts";
import { findPrograms } from "../shadow/server-programs.ts";
import { readShadowSettings, type ShadowSettings } from "../shadow/settings.ts";
import type { ReplayPlace } from "./replay-session.ts";
import type { RunnableStep } from "./steps.ts";

/** A server of its own with the base on it; databases are made on it and dropped again. */
export interface Cluster extends AsyncDisposable {
  readonly server: DatabaseServer;
  /** The database that is the base; never connected to. */
  readonly base: string;
  /** The role as which the application connects. */
  readonly role: string;
  copy(template: string): Promise<string>;
  drop(database: string): Promise<void>;
  place(database: string): ReplayPlace;
  /** Runs scripts as the owner. Throws `schema-unreadable` where one stops. */
  run(database: string, scripts: readonly Script[]): Promise<void>;
  /** A number that grows with each transaction of the server that wrote. */
  transactions(): Promise<number>;
  sizeBytes(): Promise<number>;
  /** Takes away what a program left on the server: databases, settings of the role. */
  clear(): Promise<void>;
}

/** Errors: `engine-missing`; what building the base throws. */
export async function startCluster(request: RehearsalRequest): Promise<Cluster> {
  const settings = readShadowSettings(request.settings);
  if (settings.kind === "embedded")
    throw new LeadError("engine-missing", "the embedded server has one session and no address that a program could reach");
  const programs = findPrograms(settings.bin, request.version.split(".")[0] ?? "");
  const server = await startServer(programs, request.cacheFolder);
  try {
    const { before } = request.bookkeeping;
    const base = await buildOn(server, "template0", [...request.base, ...(before === null ? [] : [before])], settings);
    const role = request.role ?? server.role;
    if (role !== server.role) await lendRole(server, role);
    await restrict(server, role);
    return clusterOn(server, { base, role, settings, version: request.version });
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw toLeadError(error, "The database for the application's tests could not be built");
  }
}

async function lendRole(server: DatabaseServer, role: string): Promise<void> {
  const name = quoteName(role);
  const known = await readRows(server.admin, `select 1 from pg_catalog.pg_roles where rolname = '${role.replaceAll("'", "''")}'`);
  if (known.length === 0 || server.superusers.has(role))
    throw new LeadError("configuration-invalid", `[application] role: the migrations of the base make no role ${role}.`);
  await server.admin.run(`alter role ${name} login nosuperuser`);
}

/** The application's role may make databases here, and nothing else that reaches beyond its own. */
async function restrict(server: DatabaseServer, role: string): Promise<void> {
  await server.admin.run(`alter role ${quoteName(role)} createdb nocreaterole`);
}

interface Frame {
  readonly base: string;
  readonly role: string;
  readonly settings: ShadowSettings;
  readonly version: string;
}

function clusterOn(server: DatabaseServer, { base, role, settings, version }: Frame): Cluster {
  const major = Number(server.version.split(".")[0]);
  const mayMakeRoles = major >= 16;
  const strategy = major >= 15 ? " strategy file_copy" : "";
  const made = new Set<string>([base]);
  const listDatabases = async (): Promise<readonly string[]> =>
    (
      await readRows(server.admin, "select datname as name from pg_catalog.pg_database where not datistemplate and datname <> 'postgres'")
    ).map((row) => String(row["name"]));
  const { host = "", port = 0 } = server.connectTo("postgres");
  const run = async (database: string, scripts: readonly Script[]): Promise<void> => {
    if (mayMakeRoles) await server.admin.run(`alter role ${quoteName(server.role)} createrole`);
    const session = await openSession(server, database, settings);
    const connection = new PostgresqlConnection({
      session,
      server: { flavour: server.flavour, version: server.version, kind: "native" },
      targetVersion: version === "" ? null : version,
      rows: "none",
      access: "read-write",
      elevate: elevation(server, session),
      watch: null,
      prepare: prepareRoles(server),
      memo: null,
      dispose: () => session.close(),
    });
    try {
      for (const script of scripts) {
        const { error } = await connection.execute(script, "untraced");
        if (error !== null) throw new LeadError("schema-unreadable", `${error.file}:${error.line}: ${error.message} (${error.code})`);
      }
    } finally {
      await session.close();
      await restrict(server, server.role);
    }
  };
  return {
    server,
    base,
    role,
    copy: async (template) => {
      const name = `${server.prefix}_test_${makeWord()}`;
      await server.admin.run(`create database "${name}" template "${template}" owner "${server.role}"${strategy}`);
      made.add(name);
      return name;
    },
    drop: async (database) => {
      await dropDatabase(server, database);
      made.delete(database);
    },
    place: (database) => ({ socket: `${host}/.s.PGSQL.${port}`, role, database }),
    run,
    transactions: async () => {
      const query = "select pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::pg_catalog.text as next";
      return Number((await readRows(server.admin, query))[0]?.["next"]);
    },
    sizeBytes: async () => {
      const query = "select sum(pg_catalog.pg_database_size(oid))::pg_catalog.float8 as bytes from pg_catalog.pg_database";
      return Number((await readRows(server.admin, query))[0]?.["bytes"]);
    },
    clear: async () => {
      for (const name of await listDatabases())
        if (!made.has(name)) await server.admin.run(`drop database if exists ${quoteName(name)} with (force)`);
      await server.admin.run(`alter role ${quoteName(role)} reset all`);
      if (mayMakeRoles) await server.admin.run(`alter role ${quoteName(server.role)} set createrole_self_grant = 'set, inherit'`);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Makes the steps of a change, one after the other. */
export async function makeChange(cluster: Cluster, database: string, steps: readonly RunnableStep[]): Promise<void> {
  for (const step of steps) await cluster.run(database, step.scripts);
}
