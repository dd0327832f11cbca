// A private native PostgreSQL that other programs reach by an address, and the folder of the runners and ORMs that tests prove ours against.
import { fileURLToPath } from "node:url";
import { connectPostgresql } from "../../src/engines/postgresql/connect.ts";
import { makeWord, startServer } from "../../src/engines/postgresql/shadow/native-server.ts";
import { findPrograms } from "../../src/engines/postgresql/shadow/server-programs.ts";
import type { Connection } from "../../src/engines/connection.ts";
import { testPrograms } from "./postgresql-server.ts";

export interface UrlServer extends AsyncDisposable {
  /** The address of a new, empty database. */
  makeDatabase(): Promise<string>;
  open(url: string): Promise<Connection>;
}

/** Folder that `npm run runners` prints; null where there is none, and none is demanded. */
export const runnersFolder: string | null = findRunners();

function findRunners(): string | null {
  const folder = process.env["DBLEAD_TEST_RUNNERS"] || null;
  const isRequired = (process.env["DBLEAD_REQUIRE_ENGINES"] ?? "").split(/[\s,]+/).includes("postgresql");
  if (folder !== null && testPrograms !== null) return folder;
  const reason = `${folder === null ? "DBLEAD_TEST_RUNNERS" : "DBLEAD_TEST_POSTGRESQL_BIN"} is not set`;
  if (isRequired) throw new Error(`the runners are demanded, but ${reason}: npm run runners`);
  console.log(`real runners are not asked: ${reason}`);
  return null;
}

export async function openUrlServer(): Promise<UrlServer> {
  const cacheFolder = fileURLToPath(new URL("../../.cache/test-servers", import.meta.url));
  const server = await startServer(findPrograms(testPrograms, ""), cacheFolder);
  await server.admin.run("create role runner login superuser password 'runner'");
  const { port = 0 } = server.connectTo("postgres");
  return {
    makeDatabase: async () => {
      const name = `test_${makeWord()}`;
      await server.admin.run(`create database ${name} template template0`);
      return `postgres://runner:runner@127.0.0.1:${port}/${name}`;
    },
    open: (url) => connectPostgresql({ url, target: "test", access: "read-write" }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
