// A PostgreSQL for tests that want many empty databases quickly: a private native server where DBLEAD_TEST_POSTGRESQL_BIN names its programs, else one in this process.
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { hstore } from "@electric-sql/pglite/contrib/hstore";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { openPgSession } from "../../src/engines/postgresql/connection/pg-session.ts";
import { parsePostgresql } from "../../src/engines/postgresql/parse.ts";
import { quoteName } from "../../src/engines/postgresql/quote.ts";
import { makeWord, startServer } from "../../src/engines/postgresql/shadow/native-server.ts";
import { findPrograms } from "../../src/engines/postgresql/shadow/server-programs.ts";
import { resetDatabase } from "./postgresql-reset.ts";

export interface Result<Row> {
  readonly rows: readonly Row[];
  readonly affectedRows: number;
}
/** One session as a superuser on one database. */
export interface TestServer extends AsyncDisposable {
  readonly kind: "native" | "embedded";
  readonly version: string;
  readonly major: number;
  /** How client programs reach the database; null: they cannot. */
  address(): { readonly host: string; readonly port: number; readonly database: string } | null;
  query<Row = Readonly<Record<string, unknown>>>(text: string): Promise<Result<Row>>;
  /** As psql runs a file: every statement by itself, unless the text opens a transaction. */
  exec(text: string): Promise<void>;
  /** An empty database again; what a test made, its roles too, is gone. */
  reset(): Promise<void>;
  /** Does `work` on a copy of the database as it stands, and answers what that answers; null: this server makes no copies. */
  readonly onCopy: (<Answer>(work: () => Promise<Answer>) => Promise<Answer>) | null;
}

const cacheFolder = fileURLToPath(new URL("../../.cache/test-servers", import.meta.url));

/** Folder of the programs of the server that tests use; null: the one in this process. */
export const testPrograms: string | null = process.env["DBLEAD_TEST_POSTGRESQL_BIN"] || null;

/** Folders of programs by major version, the one of {@link testPrograms} and those that DBLEAD_TEST_POSTGRESQL_BINS lists. */
export function nativePrograms(): ReadonlyMap<number, string> {
  const listed = (process.env["DBLEAD_TEST_POSTGRESQL_BINS"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const folders = testPrograms === null ? listed : [testPrograms, ...listed];
  const found = new Map<number, string>();
  for (const folder of folders) {
    const major = Number(findPrograms(folder, "").version.split(".")[0]);
    if (!found.has(major)) found.set(major, folder);
  }
  return found;
}

/** `bin`: folder of a native server's programs; null: the server in this process. */
export function openTestServer(bin: string | null = testPrograms): Promise<TestServer> {
  return bin === null ? openEmbedded() : openNative(bin);
}

/** Texts of a script's statements. */
async function splitScript(text: string): Promise<readonly string[]> {
  if (!/;\s*\S/.test(text)) return [text];
  const statements = await parsePostgresql({ file: "script.sql", line: 1, text, transaction: "none" });
  return statements.map((statement) => statement.text);
}

async function openEmbedded(): Promise<TestServer> {
  const database = await PGlite.create({ extensions: { citext, hstore, pg_trgm } });
  const query = async <Row>(text: string): Promise<Result<Row>> => {
    const { rows, affectedRows } = await database.query<Row>(text);
    return { rows, affectedRows: affectedRows ?? 0 };
  };
  const exec = async (text: string): Promise<void> => {
    for (const statement of await splitScript(text)) await database.exec(statement);
  };
  const { rows } = await query<{ readonly version: string }>("select current_setting('server_version') as version");
  const version = rows[0]?.version ?? "";
  const reset = async (): Promise<void> => {
    await database.exec("ROLLBACK; RESET ALL");
    const left = await resetDatabase(query, (text) => database.exec(text), ["postgres"]);
    if (left.length > 0) throw new Error(`the database in this process could not be emptied: ${left.join(", ")}`);
  };
  return {
    kind: "embedded",
    version,
    major: Number.parseInt(version, 10),
    address: () => null,
    query,
    exec,
    reset,
    onCopy: null,
    [Symbol.asyncDispose]: () => database.close(),
  };
}

async function openNative(bin: string): Promise<TestServer> {
  const server = await startServer(findPrograms(bin, ""), cacheFolder);
  const line = { session: server.admin, database: "" };
  const enter = async (database: string): Promise<void> => {
    const session = await openPgSession({ config: { ...server.connectTo(database), user: "postgres" } });
    Object.assign(line, { session, database });
  };
  const create = async (template: string): Promise<void> => {
    const database = `test_${makeWord()}`;
    await server.admin.run(`create database ${database} template ${template}`);
    await enter(database);
  };
  const leave = async (): Promise<void> => {
    if (line.database === "") return;
    await line.session.close();
    await server.admin.run(`drop database ${quoteName(line.database)} with (force)`);
    line.database = "";
  };
  const query = async <Row>(text: string): Promise<Result<Row>> => {
    const answer = (await line.session.run(text)).at(-1);
    return { rows: (answer?.rows ?? []) as readonly Row[], affectedRows: answer?.rowCount ?? 0 };
  };
  const run = (text: string): Promise<unknown> => line.session.run(text);
  await create("template0");
  return {
    kind: "native",
    version: server.version,
    major: Number.parseInt(server.version, 10),
    address: () => {
      const { host = "", port = 0 } = server.connectTo(line.database);
      return { host, port, database: line.database };
    },
    query,
    exec: async (text) => {
      for (const statement of await splitScript(text)) await run(statement);
    },
    reset: async () => {
      await run("ROLLBACK; RESET ALL; DISCARD ALL").catch(() => run("ROLLBACK"));
      const left = await resetDatabase(query, run, ["postgres", "dblead"]).catch((error: unknown) => [String(error)]);
      if (left.length === 0) return;
      await leave();
      await create("template0");
      await resetDatabase(query, run, ["postgres", "dblead"]);
    },
    onCopy: async (work) => {
      const { database } = line;
      await line.session.close();
      await create(database);
      try {
        return await work();
      } finally {
        await leave();
        await enter(database);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await leave();
      await server[Symbol.asyncDispose]();
    },
  };
}
