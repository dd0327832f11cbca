import { LeadError } from "../../model/error.ts";
import type { Connection, ConnectRequest } from "../connection.ts";
import { MongodbConnection } from "./mongodb-connection.ts";
import { readError, Session } from "./session.ts";

const selectionMs = 10_000;
const statementLimitMs = 300_000;
/** Before these, commands that plans rely on are missing. */
const oldestMajor = 5;

/**
 * Opens the database that a connection string names (`mongodb://host/shop`, `mongodb+srv://…/shop`), read-only unless asked otherwise: then nothing but reading
 * commands is sent, to a secondary where there is one. Throws `configuration-invalid` (no database named), `target-unreachable`, `target-unauthorised`,
 * `permission-missing`, `version-unknown` (too old, or another product that speaks the protocol).
 */
export async function connectTarget(request: ConnectRequest): Promise<Connection> {
  const database = databaseOf(request);
  const session = await open(request, database);
  try {
    const version = await readVersion(session, request.target);
    return new MongodbConnection(session, {
      server: { flavour: "MongoDB", version, kind: "native" },
      rows: "clone",
      place: "target",
      access: request.access,
      limitMs: statementLimitMs,
    });
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error instanceof LeadError ? error : openError(error, request.target);
  }
}

function databaseOf({ url, target }: ConnectRequest): string {
  const match = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?/]+)/.exec(url);
  if (match?.[1] !== undefined) return decodeURIComponent(match[1]);
  const isOther = !/^mongodb(?:\+srv)?:\/\//.test(url);
  throw new LeadError(
    "configuration-invalid",
    `target ${target}: ${isOther ? "this is no address of MongoDB" : "the address names no database"}`,
    {
      hint: "Write it as mongodb://host:port/database or mongodb+srv://host/database.",
    },
  );
}

async function open({ url, target, access }: ConnectRequest, database: string): Promise<Session> {
  try {
    return await Session.open({ url, database, access, selectionMs });
  } catch (error) {
    if (error instanceof LeadError) throw error;
    throw openError(error, target);
  }
}

async function readVersion(session: Session, target: string): Promise<string> {
  const info = await session.run({ buildInfo: 1 });
  const version = String(info["version"] ?? "");
  const other = Object.keys(info).find((key) => /ferretdb|documentdb|cosmos/i.test(key));
  if (other !== undefined)
    throw new LeadError("version-unknown", `target ${target}: the server speaks MongoDB's protocol but is another product (${other})`, {
      hint: "What is proven on a MongoDB shadow does not hold there.",
    });
  if (!(Number(version.split(".")[0]) >= oldestMajor))
    throw new LeadError(
      "version-unknown",
      `target ${target}: the server is MongoDB ${version || "of no known version"}; the oldest that is known is ${oldestMajor}.0`,
    );
  return version;
}

function openError(error: unknown, target: string): LeadError {
  const { message, codeName, code } = readError(error);
  const options = { cause: error };
  if (codeName === "AuthenticationFailed" || code === 18 || /authentication failed/i.test(message))
    return new LeadError("target-unauthorised", `target ${target}: the server refused the user or the password`, options);
  if (codeName === "Unauthorized" || code === 13)
    return new LeadError("permission-missing", `target ${target}: ${message.replace(/ to execute command[^]*$/, " to read it")}`, {
      ...options,
      hint: "Reading needs the role read, and viewUser and viewRole for users and roles.",
    });
  const hint = /ECONNREFUSED/.test(message) ? "Nothing listens there." : /ENOTFOUND/.test(message) ? "There is no such host." : undefined;
  return new LeadError(
    "target-unreachable",
    `target ${target}: ${message.slice(0, 300)}`,
    hint === undefined ? options : { ...options, hint },
  );
}
