// Live, migrations, schema file and model of one target, set against each other on a server of its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLead } from "../../src/database-lead.ts";
import { drift, type DriftResult } from "../../src/operations/drift.ts";
import { renderDriftText } from "../../src/report/drift-text.ts";
import { openTestServer, testPrograms, type TestServer } from "../support/postgresql-server.ts";

const isNative = testPrograms !== null;
if (!isNative) console.log("drift from a live database is not tested: DBLEAD_TEST_POSTGRESQL_BIN names no server");

let folder = "";
let server: TestServer | null = null;
const write = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};
const configuration = (lines: readonly string[]): string =>
  [
    ...(testPrograms === null ? [] : ["[shadow.postgresql]", 'kind = "native"', `bin = ${JSON.stringify(testPrograms)}`]),
    "[targets.shop]",
    'engine = "postgresql"',
    'version = "18"',
    'migrations = "db"',
    'format = "flyway"',
    ...lines,
    "",
  ].join("\n");

async function run(): Promise<DriftResult> {
  const at = server?.address() ?? null;
  const env =
    at === null ? {} : { SHOP_URL: `postgresql://postgres@localhost:${at.port}/${at.database}?host=${encodeURIComponent(at.host)}` };
  await using lead = await openLead({ folder, env, listener: () => undefined });
  return await drift.run({}, lead);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dblead-drift-"));
  write({
    "db/V1__users.sql": "CREATE TABLE users (id bigint PRIMARY KEY, email text);\n",
    "db/V2__tier.sql": "ALTER TABLE users ADD COLUMN tier text;\n",
    "schema.sql": "CREATE TABLE users (id bigint PRIMARY KEY, email text, tier text);\n",
    "schema.prisma":
      'datasource db {\n  provider = "postgresql"\n}\nmodel users {\n  id    BigInt @id\n  email String?\n  tier  String?\n}\n',
  });
  if (isNative) server = await openTestServer();
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

test("files and model that say the same", async () => {
  write({ "dblead.toml": configuration(['schema = "schema.sql"', 'model = "schema.prisma"']) });
  const result = await run();
  expect(result.pairs.map(({ expected, actual, facts }) => [expected, actual, facts.length])).toEqual([
    ["migrations", "schema", 0],
    ["migrations", "model", 0],
  ]);
  expect(result.skipped).toEqual([{ side: "live", reason: "shop has no url in dblead.toml" }]);
  expect(drift.isRefused?.(result)).toBe(false);
});

test("a schema file and a model that fell behind", async () => {
  write({
    "schema.sql": "CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\n",
    "schema.prisma": 'datasource db {\n  provider = "postgresql"\n}\nmodel users {\n  id    BigInt @id\n  mail  String?\n}\n',
  });
  const result = await run();
  const [schema, model] = result.pairs;
  expect(schema?.facts.map(({ object }) => object).toSorted()).toEqual(["column:public.users.email", "column:public.users.tier"]);
  expect(schema?.repairs.map(({ command }) => command)).toEqual([
    "dblead plan --engine postgresql --from schema.sql --to db",
    "dblead plan --engine postgresql --from db --to schema.sql",
  ]);
  expect(model?.facts.map(({ text, place }) => `${place?.file}:${place?.line} ${text}`)).toContain(
    "schema.prisma:6 users.mail stands in the model, not in the schema.",
  );
  expect(drift.isRefused?.(result)).toBe(true);
  expect(renderDriftText(result)).toContain("✗ the schema file and the migrations differ in 2 facts");
});

describe.skipIf(!isNative)("a live database", () => {
  test("what somebody changed by hand is told from what is not run yet", async () => {
    write({ "dblead.toml": configuration(['url = "$SHOP_URL"']) });
    await server?.exec("CREATE TABLE users (id bigint PRIMARY KEY, email text); CREATE INDEX by_hand ON users (email);");
    await server?.exec(
      "CREATE TABLE flyway_schema_history (installed_rank integer PRIMARY KEY, version varchar(50), description varchar(200), type varchar(20), script varchar(1000), checksum integer, success boolean NOT NULL); INSERT INTO flyway_schema_history VALUES (1, '1', 'users', 'SQL', 'V1__users.sql', 1, true), (2, '9', 'gone', 'SQL', 'V9__gone.sql', 1, true)",
    );
    const result = await run();
    expect(result).toMatchObject({ pending: ["V2"], unknown: ["9"] });
    expect(result.pairs).toMatchObject([{ expected: "migrations", actual: "live", facts: [{ object: "index:public.by_hand" }] }]);
    expect(result.pairs[0]?.repairs[0]?.command).toBe("dblead plan --engine postgresql --from '$SHOP_URL' --to db");
    const text = renderDriftText(result);
    expect(text).toContain("not run on the live database yet, left out: V2");
    expect(text).not.toContain("127.0.0.1");
  });
});

test("one side alone cannot be compared", async () => {
  write({ "dblead.toml": configuration([]) });
  await expect(run()).rejects.toThrow(/fewer than two sides/);
});

test("a live database that cannot be reached is the reason when nothing else is left to compare", async () => {
  write({ "dblead.toml": configuration(['url = "$NOBODY_URL"']) });
  await using lead = await openLead({ folder, env: { NOBODY_URL: "postgresql://ann:hidden@127.0.0.1:1/shop" }, listener: () => undefined });
  await expect(drift.run({}, lead)).rejects.toMatchObject({ code: "target-unreachable", message: expect.not.stringContaining("hidden") });
});
