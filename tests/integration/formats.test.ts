// Each migration format against its own real runner on a native server: what we write and record is what the runner itself does and records; code
// migrations that people wrote send, as we record them, what their runner does with them.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection, Row } from "../../src/engines/connection.ts";
import { fingerprintSchema, type Schema } from "../../src/model/schema.ts";
import { findFormat, loadFolder } from "../../src/project/formats.ts";
import type { FolderState, MigrationFormat, RunnerMigration, Unit } from "../../src/project/formats/format.ts";
import { openUrlServer, runnersFolder, type UrlServer } from "../support/url-server.ts";
import { codeMigrations } from "../support/code-migrations.ts";
import { testPrograms } from "../support/postgresql-server.ts";

const formatIds = ["dbmate", "golang-migrate", "prisma", "drizzle", "knex", "node-pg-migrate", "typeorm", "sequelize"];
const script = fileURLToPath(new URL("../support/run-migrations.mjs", import.meta.url));
const commandLine = fileURLToPath(new URL("../../src/interfaces/cli/main.ts", import.meta.url));
const folder = "db/migrations";
/** Columns that say when, how long, or by which random name. */
const volatile = new Set(["migration_time", "run_on", "started_at", "finished_at", "installed_on"]);

const units: readonly Unit[] = [
  {
    name: "Create notes",
    up: `create table notes (id integer primary key, body text, data jsonb default '{"a": "\\\\b"}');\ninsert into notes (id, body) values (1, 'it''s \`\${x}\` ; -- no');\n`,
    down: "drop table notes;\n",
    transaction: "shared",
  },
  {
    name: "fill-notes",
    up: "update notes set body = body || case when data ? 'a' then '!' else '?' end;\ncreate function f() returns int language plpgsql as $$ begin return 1; end $$;\n",
    down: "drop function f();\n",
    transaction: "own",
  },
  {
    name: "Index notes",
    up: "create index concurrently notes_body on notes (body);\n",
    down: "drop index concurrently notes_body;\n",
    transaction: "none",
  },
];

describe.skipIf(runnersFolder === null)("real runners", { timeout: 300_000 }, () => {
  const runners = runnersFolder ?? "";
  let server: UrlServer;
  let root: string;
  beforeAll(async () => {
    server = await openUrlServer();
    root = await mkdtemp(join(tmpdir(), "dblead-runners-"));
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(root, { recursive: true });
  });

  async function makeProject(name: string, files: Readonly<Record<string, string>>): Promise<string> {
    const project = join(root, name);
    await mkdir(project, { recursive: true });
    await writeFile(join(project, "package.json"), "{}\n");
    await symlink(join(runners, "node", "node_modules"), join(project, "node_modules"));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(project, path)), { recursive: true });
      await writeFile(join(project, path), text);
    }
    return project;
  }

  async function runReal(format: string, direction: "up" | "down", project: string, url: string): Promise<readonly string[]> {
    const loader = pathToFileURL(join(runners, "node/node_modules/tsx/dist/loader.mjs")).href;
    const options = ["--import", loader, script, format, direction, runners, project, folder, url];
    const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: project, timeout: 100_000 });
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "[]") as readonly string[];
  }

  async function runOurs(migrations: readonly RunnerMigration[], connection: Connection): Promise<void> {
    for (const { up } of migrations) expect((await connection.execute(up)).error).toBeNull();
  }

  async function record(format: MigrationFormat, migrations: readonly RunnerMigration[], connection: Connection): Promise<void> {
    expect((await connection.execute(format.bookkeeping(migrations, "postgresql"))).error).toBeNull();
  }

  /** The runner's own tables: how they are made and what they hold, but for what differs from run to run. */
  async function bookkeepingOf(format: MigrationFormat, connection: Connection): Promise<unknown> {
    const tables: unknown[] = [];
    for (const table of format.bookkeepingObjects) {
      const name = table.split(".").at(-1) ?? table;
      const columns =
        await connection.query(`select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required, pg_get_expr(d.adbin, d.adrelid) as fallback
        from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where c.relname = '${name}' and c.relkind = 'r' and a.attnum > 0 order by a.attnum`);
      const keys = await connection.query(
        `select pg_get_constraintdef(k.oid) as key from pg_constraint k join pg_class c on c.oid = k.conrelid where c.relname = '${name}' and k.contype in ('p', 'u') order by 1`,
      );
      if (columns.length === 0) continue;
      const where = format.id === "drizzle" ? `drizzle."${name}"` : `public."${name}"`;
      const rows = await connection.query(`select * from ${where}`);
      tables.push({
        name,
        columns,
        keys,
        rows: rows
          .map(withoutVolatile)
          .map((row) => JSON.stringify(row))
          .toSorted(),
      });
    }
    return tables;
  }

  function withoutVolatile(row: Row): Row {
    const isRandom = (name: string, value: unknown): boolean =>
      volatile.has(name) || (name === "id" && typeof value === "string" && value.length > 20);
    return Object.fromEntries(Object.entries(row).filter(([name, value]) => !isRandom(name, value)));
  }

  /** Without the runner's own tables and all that hangs on them. */
  function withoutRunner(schema: Schema, format: MigrationFormat): Schema {
    const names = format.bookkeepingObjects.map((name) => name.split(".").at(-1) ?? name);
    const isRunners = (id: string): boolean =>
      names.some((name) => new RegExp(`[.":]${name}(?:_\\w+_seq|_\\w*pkey|_\\w*key)?\\b`).test(id)) ||
      /^(?:schema|owner|grant)\b.*drizzle/.test(id);
    return { ...schema, objects: schema.objects.filter(({ id }) => !isRunners(id)) };
  }

  describe.each(formatIds)("%s", (id) => {
    const format = findFormat(id);
    const carried = units.filter((unit) => unit.transaction !== "none" || format.capabilities.canLeaveTransaction);
    const empty: FolderState = { folder, files: [] };

    test("what we write and record is what the runner does and records", async () => {
      const written = format.write(carried, empty, "postgresql");
      const project = await makeProject(`${id}-written`, Object.fromEntries(written.map(({ path, text }) => [path, text])));
      const migrations = format.parse(await loadFolder(project, folder));
      expect(migrations).toHaveLength(carried.length);

      // Ours first: the runner then finds nothing to do.
      const ours = await server.makeDatabase();
      await using first = await server.open(ours);
      await runOurs(migrations, first);
      await record(format, migrations, first);
      const recorded = await bookkeepingOf(format, first);
      expect(await runReal(id, "up", project, ours)).toEqual([]);
      expect(await bookkeepingOf(format, first)).toEqual(recorded);

      // The runner first: we find nothing to do, and record nothing.
      const theirs = await server.makeDatabase();
      expect(await runReal(id, "up", project, theirs)).toHaveLength(carried.length);
      await using second = await server.open(theirs);
      expect(await bookkeepingOf(format, second)).toEqual(recorded);
      const applied = await second.query(format.appliedQuery("postgresql") ?? "");
      expect(format.pendingFrom(migrations, applied)).toEqual([]);
      await record(format, migrations, second);
      expect(await bookkeepingOf(format, second)).toEqual(recorded);

      const rows = await second.query("select * from notes order by id");
      expect(rows).toEqual(await first.query("select * from notes order by id"));
      expect(rows).toEqual([{ id: 1, body: "it's `${x}` ; -- no!", data: { a: "\\b" } }]);
      const [schema, other] = [withoutRunner(await first.introspect(), format), withoutRunner(await second.introspect(), format)];
      expect(fingerprintSchema(other)).toBe(fingerprintSchema(schema));
      if (format.capabilities.canLeaveTransaction)
        expect(await second.query("select indisvalid from pg_index where indexrelid = 'notes_body'::regclass")).toEqual([
          { indisvalid: true },
        ]);

      // And back, where the runner has a way back.
      if (format.capabilities.down === "none") return;
      await runReal(id, "down", project, theirs);
      expect(await second.query("select to_regclass('notes') as notes, to_regproc('f') as f")).toEqual([{ notes: null, f: null }]);
    });
  });

  test("code that is recorded reaches nothing: no file to write, no program, no secret, no server", async () => {
    const url = await server.makeDatabase();
    const project = await makeProject("hostile", {
      [`${folder}/1_hostile.mjs`]: `import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
const attempt = async (name, act) => [name, await Promise.resolve().then(act).then(() => "done", (error) => error.code ?? error.message)];
export const up = async (knex) => {
  const found = [
    await attempt("write", () => writeFileSync(${JSON.stringify(join(root, "written"))}, "x")),
    await attempt("program", () => execFileSync("/bin/true")),
    await attempt("secret", () => process.env.DBLEAD_TEST_RUNNERS ?? Promise.reject(new Error("unset"))),
    await attempt("server", () => new Promise((resolve, reject) => connect(${new URL(url).port}, "127.0.0.1").once("connect", resolve).once("error", reject))),
  ];
  await knex.raw("comment on schema public is '" + JSON.stringify(found) + "'");
};
export const down = async () => {};
`,
    });
    const [migration] = findFormat("knex").parse(await loadFolder(project, folder));
    const found = JSON.parse(/'(.*)'/.exec(migration?.up.text ?? "")?.[1] ?? "[]") as readonly (readonly string[])[];
    const isLinux = process.platform === "linux";
    expect(found.slice(0, isLinux ? 4 : 3)).toEqual(
      [
        ["write", "ERR_ACCESS_DENIED"],
        ["program", "ERR_ACCESS_DENIED"],
        ["secret", "unset"],
        ["server", "ENETUNREACH"],
      ].slice(0, isLinux ? 4 : 3),
    );
  });

  test("a hand-in written as code is executed, accepted, put into the folder, and applied by the runner", async () => {
    const requirement = `---
id: REQ-0001
title: Tiers
from: backend-lead
kind: feature
priority: medium
targets: [shop]
---

\`\`\`yaml
intents:
  - { id: I1, add-field: { target: shop, field: public.people.tier, type: text, required: true, values: [bronze, silver] } }
answers: [{ question: required-without-default/shop/public.people.tier, by: backend-lead, choose: bronze }]
\`\`\`
`;
    const project = await makeProject("hand-in", {
      [`${folder}/20240101000000_people.js`]: `exports.up = async (knex) => { for (const name of ["people"]) await knex.schema.createTable(name, (t) => t.increments()); };
exports.down = async (knex) => { await knex.schema.dropTable("people"); };
`,
      "work/20990101000000_tier.ts": `import type { Knex } from "knex";
export async function up(knex: Knex): Promise<void> {
  for (const name of ["people"]) {
    await knex.schema.alterTable(name, (t) => { t.text("tier").notNullable().defaultTo("bronze"); });
    await knex.raw("alter table ?? add constraint people_tier_check check (tier in ('bronze', 'silver'))", [name]);
  }
}
export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable("people", (t) => t.dropColumn("tier"));
}
`,
      "dblead/requirements/REQ-0001-tiers.md": requirement,
      "dblead.toml": `[targets.shop]\nengine = "postgresql"\nversion = "18"\nmigrations = "${folder}"\nformat = "knex"\n[tasks]\nworker = "external"\n[shadow.postgresql]\nbin = ${JSON.stringify(testPrograms)}\n`,
    });
    const lead = async (...words: readonly string[]): Promise<string> => {
      const { stdout } = await promisify(execFile)(process.execPath, [commandLine, ...words], { cwd: project, timeout: 150_000 });
      return stdout;
    };
    await lead("run", "dblead/requirements/REQ-0001-tiers.md");
    await lead("take", "REQ-0001-001");
    expect(await lead("hand-in", "REQ-0001-001", "work/20990101000000_tier.ts")).toContain("Ready for approval");
    const migrations = findFormat("knex").parse(await loadFolder(project, folder));
    expect(migrations.map(({ id }) => id)).toEqual(["20240101000000_people", "20240101000001_tier"]);
    const url = await server.makeDatabase();
    expect(await runReal("knex", "up", project, url)).toHaveLength(2);
    await using connection = await server.open(url);
    expect(await connection.query("select column_default as fallback from information_schema.columns where column_name = 'tier'")).toEqual([
      { fallback: "'bronze'::text" },
    ]);
  });

  test("Knex for SQLite is recorded in SQLite's own words, the same every time; what is not recorded is refused by name", async () => {
    const files = {
      [`${folder}/20240101000000_people.js`]: `exports.up = async (knex) => {
  await knex.schema.createTable("people", (t) => { t.increments(); t.string("mail").notNullable().unique(); t.integer("age"); t.datetime("born"); });
  await knex("people").insert({ mail: "it's?", age: 5, born: new Date() });
  await knex.schema.alterTable("people", (t) => t.string("mail", 40).notNullable().alter());
};
exports.down = async (knex) => { await knex.schema.dropTable("people"); };
`,
    };
    const project = await makeProject("knex-sqlite", files);
    await writeFile(join(project, "package.json"), '{ "dependencies": { "knex": "3", "better-sqlite3": "12" } }');
    const [migration] = findFormat("knex").parse(await loadFolder(project, folder));
    const again = await makeProject("knex-sqlite-again", files);
    await writeFile(join(again, "package.json"), '{ "dependencies": { "better-sqlite3": "12" } }');
    expect(findFormat("knex").parse(await loadFolder(again, folder))).toEqual([migration]);
    const database = new DatabaseSync(":memory:");
    database.exec(migration?.up.text ?? "");
    expect(database.prepare("select id, mail, typeof(age) as age, born from people").all()).toEqual([
      expect.objectContaining({ id: 1, mail: "it's?", age: "integer", born: Date.UTC(2000, 0, 1) }),
    ]);
    expect(database.prepare("select type from pragma_table_info('people') where name = 'mail'").get()).toEqual({ type: "varchar(40)" });
    database.exec(migration?.down?.text ?? "");
    expect(database.prepare("select count(*) as count from sqlite_schema where name = 'people'").get()).toEqual({ count: 0 });
    database.close();

    const foreign = await makeProject("knex-mysql", files);
    await writeFile(join(foreign, "package.json"), '{ "dependencies": { "mysql2": "3" } }');
    const state = await loadFolder(foreign, folder);
    expect(() => findFormat("knex").parse(state)).toThrow("what knex sends to mysql is not recorded");
  });

  describe.each(Object.entries(codeMigrations))("code migrations of %s", (id, files) => {
    test("send, as recorded, what their runner does with them", async () => {
      const format = findFormat(id);
      const project = await makeProject(
        `${id}-code`,
        Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])),
      );
      const migrations = format.parse(await loadFolder(project, folder));
      expect(migrations).toHaveLength(Object.keys(files).length);
      const [ours, theirs] = [await server.makeDatabase(), await server.makeDatabase()];
      await using first = await server.open(ours);
      await using second = await server.open(theirs);
      await runOurs(migrations, first);
      await record(format, migrations, first);
      expect(await runReal(id, "up", project, theirs)).toHaveLength(migrations.length);
      const [schema, other] = [withoutRunner(await first.introspect(), format), withoutRunner(await second.introspect(), format)];
      expect(schema.objects.length).toBeGreaterThan(5);
      expect(schema.objects.map((object) => JSON.stringify(object)).toSorted()).toEqual(
        other.objects.map((object) => JSON.stringify(object)).toSorted(),
      );
      expect(await first.query("select * from people order by id")).toEqual(await second.query("select * from people order by id"));
      expect(await bookkeepingOf(format, first)).toEqual(await bookkeepingOf(format, second));
      expect(await runReal(id, "up", project, ours)).toEqual([]);

      for (const { down } of migrations.toReversed()) if (down !== null) expect((await first.execute(down)).error).toBeNull();
      await runReal(id, "down", project, theirs);
      const tables = "select relname from pg_class where relnamespace = 'public'::regnamespace and relname like 'p%' order by 1";
      expect((await first.query(tables)).filter(({ relname }) => !String(relname).startsWith("pgm"))).toEqual([]);
      expect((await second.query(tables)).filter(({ relname }) => !String(relname).startsWith("pgm"))).toEqual([]);
    });
  });
});
