import { createHash, randomBytes } from "node:crypto";
import { LeadError } from "../../model/error.ts";
import type { Evidence } from "../../model/evidence.ts";
import type { Script } from "../../model/migration.ts";
import type { Connection, ServerFacts } from "../connection.ts";
import { isAlive } from "../private-folder.ts";
import type { Shadow, ShadowProvider, ShadowRequest } from "../shadow.ts";
import { MongodbConnection } from "./mongodb-connection.ts";
import { openPaper } from "./paper.ts";
import { copyDatabase } from "./shadow/copy.ts";
import { type DatabaseServer, findServer, startServer } from "./shadow/server-process.ts";
import { readShadowSettings, type ShadowSettings } from "./shadow/settings.ts";
import { errorOf, Session } from "./session.ts";

/**
 * Private databases on a server of ours (`mongod` named in `[shadow.mongodb]` or found on the PATH), or on one that runs already (`url`). Without either a
 * shadow on paper: the schema is followed, nothing is executed, and every claim says so.
 */
export const mongodbShadow: ShadowProvider = {
  open: async (request) => {
    const settings = readShadowSettings(request.settings);
    const server = await serverFor(settings);
    return server === null ? openPaper(request) : openOn(server, request, settings);
  },
};

async function serverFor(settings: ShadowSettings): Promise<DatabaseServer | null> {
  if (settings.kind === "none") return null;
  if (settings.url !== null && settings.kind === "url") return readForeign(settings.url);
  const program = findServer(settings.bin);
  if (program !== null) return startServer(program);
  if (settings.kind === "native")
    throw new LeadError("engine-missing", "No MongoDB server is installed here.", {
      hint: "Install mongod and name it with [shadow.mongodb] bin, or name a running server with url.",
    });
  return null;
}

async function readForeign(url: string): Promise<DatabaseServer> {
  try {
    await using session = await Session.open({ url, database: "admin", access: "read-write", selectionMs: 10_000 });
    const { version } = await session.run({ buildInfo: 1 });
    await clearLeftovers(session);
    return { kind: "foreign", version: String(version), url };
  } catch (cause) {
    if (cause instanceof LeadError) throw cause;
    throw new LeadError("engine-missing", `The server for shadows does not answer: ${errorOf(cause).message}`, {
      cause,
      hint: "Check [shadow.mongodb] url.",
    });
  }
}

/** Names tell the process that made a database: those of processes that were killed are dropped by the next one on this machine. */
const prefix = "dblead_";
const ownName = /^dblead_(\d+)_[0-9a-f]{12}/;

async function clearLeftovers(session: Session): Promise<void> {
  const { databases } = await session.run({ listDatabases: 1, nameOnly: true, filter: { name: { $regex: "^dblead_" } } });
  for (const one of Array.isArray(databases) ? (databases as readonly { readonly name: string }[]) : []) {
    const owner = ownName.exec(one.name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) await dropDatabase(session, one.name);
  }
}

async function dropDatabase(session: Session, name: string): Promise<void> {
  for (const command of ["dropAllUsersFromDatabase", "dropAllRolesFromDatabase", "dropDatabase"]) await session.run({ [command]: 1 }, name);
}

interface Place {
  readonly server: DatabaseServer;
  readonly rows: Evidence["rows"];
  readonly settings: ShadowSettings;
}

async function openOn(server: DatabaseServer, request: ShadowRequest, settings: ShadowSettings): Promise<Shadow> {
  const place: Place = { server, settings, rows: request.seed.length > 0 ? "seed" : "none" };
  const scripts = [...request.base, ...request.seed];
  if (request.seed.length > 0 && server.kind === "own") {
    await using template = await openSession(place, await templateOf(place, scripts));
    return await makeShadow(place, template);
  }
  const shadow = await makeShadow(place, null);
  try {
    for (const script of scripts) await build(shadow.connection, script);
    return shadow;
  } catch (error) {
    await shadow[Symbol.asyncDispose]();
    throw error;
  }
}

/** Seeded databases on servers of ours, by server and scripts: each is built once, others begin as its copy. They end with their server. */
const templates = new Map<string, Promise<string>>();

function templateOf(place: Place, scripts: readonly Script[]): Promise<string> {
  const parts = scripts.map(({ text, transaction, program }) => [text, transaction, program ?? null]);
  const key = createHash("sha256")
    .update(JSON.stringify([place.server.url, parts]))
    .digest("hex");
  const known = templates.get(key);
  if (known !== undefined) return known;
  const built = buildTemplate(place, scripts);
  templates.set(key, built);
  built.catch(() => templates.delete(key));
  return built;
}

async function buildTemplate(place: Place, scripts: readonly Script[]): Promise<string> {
  const name = freshName();
  await using session = await openSession(place, name);
  const connection = connectionOn(place, session);
  try {
    for (const script of scripts) await build(connection, script);
  } catch (error) {
    await removeDatabases(session, name).catch(() => undefined);
    throw error;
  }
  return name;
}

function openSession(place: Place, database: string): Promise<Session> {
  return Session.open({ url: place.server.url, database, access: "read-write", selectionMs: 20_000 });
}

/** A failed base is no base. */
async function build(connection: Connection, script: Script): Promise<void> {
  const { error } = await connection.execute(script, "untraced");
  if (error === null) return;
  throw new LeadError(
    error.code === "statement-refused" ? "statement-refused" : "schema-unreadable",
    `${error.file}:${error.line}: ${error.message}: ${error.excerpt}`,
    error.hint === undefined ? {} : { hint: error.hint },
  );
}

function freshName(): string {
  return `${prefix}${process.pid}_${randomBytes(6).toString("hex")}`;
}

function connectionOn(place: Place, session: Session): MongodbConnection {
  const server: ServerFacts = { flavour: "MongoDB", version: place.server.version, kind: "native" };
  const { rows, settings } = place;
  return new MongodbConnection(session, { server, rows, place: "shadow", access: "read-write", limitMs: settings.statementLimitMs });
}

/** The database, and those that scripts made beside it. */
async function removeDatabases(session: Session, name: string): Promise<void> {
  const { databases } = await session.run({ listDatabases: 1, nameOnly: true, filter: { name: { $regex: `^${name}` } } }, "admin");
  const names = (Array.isArray(databases) ? (databases as readonly { readonly name: string }[]) : []).map((one) => one.name);
  for (const one of new Set([name, ...names])) await dropDatabase(session, one);
}

/** `source`: the database whose content it begins with. */
async function makeShadow(place: Place, source: Session | null): Promise<Shadow> {
  const name = freshName();
  const session = await openSession(place, name);
  const connection = connectionOn(place, session);
  const remove = (): Promise<void> => removeDatabases(session, name);
  try {
    if (source !== null) await copyDatabase(source, session);
  } catch (error) {
    await remove();
    await session[Symbol.asyncDispose]();
    throw error;
  }
  return {
    server: connection.server,
    connection,
    fork: () => makeShadow(place, session),
    lend: () => ({ url: withDatabase(place.server.url, name) }),
    [Symbol.asyncDispose]: async () => {
      await remove().catch(() => undefined);
      await session[Symbol.asyncDispose]();
    },
  };
}

function withDatabase(url: string, database: string): string {
  const [address = "", options] = url.split("?");
  const base = address.replace(/^(mongodb(?:\+srv)?:\/\/[^/]+)(?:\/.*)?$/, "$1");
  return `${base}/${database}${options === undefined ? "" : `?${options}`}`;
}
