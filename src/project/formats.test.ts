import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LeadError } from "../model/error.ts";
import { capabilitiesOn, detectFormat, findFormat, loadFolder, mergeFiles, readMigrations, readWritten } from "./formats.ts";
import type { FolderState, MigrationFormat, Unit } from "./formats/format.ts";
import { splitStatements } from "./formats/statements.ts";

const ids = ["plain", "dbmate", "flyway", "golang-migrate", "prisma", "drizzle", "knex", "node-pg-migrate", "typeorm", "sequelize"];
/** These keep one row, the newest version. */
const oneRow = new Set(["golang-migrate"]);
const withoutSqlite = new Set(["node-pg-migrate"]);
const empty: FolderState = { folder: "db/migrations", files: [] };
const create: Unit = {
  name: "Add notes",
  up: "create table notes (id integer primary key, body text);\n",
  down: "drop table notes;\n",
  transaction: "own",
};
const index: Unit = {
  name: "index-notes",
  up: "create index notes_body on notes (body);\n",
  down: "drop index notes_body;\n",
  transaction: "none",
};

function unitsFor(format: MigrationFormat): readonly Unit[] {
  return format.capabilities.canLeaveTransaction ? [create, index] : [create];
}

function stateOf(folder: string, files: Readonly<Record<string, string>>): FolderState {
  return { folder, files: Object.entries(files).map(([path, text]) => ({ path, text })) };
}

describe.each(ids)("%s", (id) => {
  const format = findFormat(id);

  test("what is written is read back, on disk too", async () => {
    const units = unitsFor(format);
    const written = format.write(units, empty, "postgresql");
    const root = await mkdtemp(join(tmpdir(), "dblead-format-"));
    try {
      for (const file of written) {
        await mkdir(dirname(join(root, file.path)), { recursive: true });
        await writeFile(join(root, file.path), file.text);
      }
      const read = await readMigrations(format, root, "db/migrations/");
      expect(read.map(({ up }) => splitStatements(up.text))).toEqual(units.map(({ up }) => splitStatements(up)));
      expect(read.map(({ down }) => splitStatements(down?.text ?? ""))).toEqual(units.map(({ down }) => splitStatements(down)));
      expect(read.map(({ name }) => name)).toEqual(units.length === 1 ? ["add_notes"] : ["add_notes", "index_notes"]);
      if (format.capabilities.canLeaveTransaction) expect(read[1]?.up.transaction).toBe("none");
      const state = await loadFolder(root, "db/migrations");
      // What tells golang-migrate from plain files stands outside the folder.
      expect(detectFormat(state.files)?.format.id).toBe(id === "golang-migrate" ? "plain" : id);
      for (const { up } of read) {
        const lines = state.files.find((file) => file.path === up.file)?.text.split("\n") ?? [];
        expect(lines[up.line - 1]).toContain((up.text.split("\n")[0] ?? "?").replace(/;$/, ""));
      }
    } finally {
      await rm(root, { recursive: true });
    }
  });

  test("a down that only says why it does nothing is read back as one", () => {
    const unit: Unit = { ...create, down: "-- nothing to undo: it's gone with the table\n" };
    for (const transaction of ["shared", "own"] as const) {
      const [read] = format.parse(mergeFiles(empty, format.write([{ ...unit, transaction }], empty, "postgresql")));
      expect(read?.down?.text.trim()).toBe(unit.down.trim());
    }
  });

  test("any number of units in any number of goes keep their order and never collide", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.stringMatching(/^[A-Za-z0-9 _-]{1,12}$/), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        (goes) => {
          let state = empty;
          for (const [go, names] of goes.entries()) {
            const units = names.map((name, at): Unit => ({ ...create, name, up: `select ${go}, ${at};\n` }));
            const written = format.write(units, state, "sqlite");
            const taken = new Set(state.files.map((file) => file.path));
            expect(written.filter((file) => file.mode === "new" && taken.has(file.path))).toEqual([]);
            expect(readWritten(format, state, written).map(({ up }) => splitStatements(up.text)[0])).toEqual(
              units.map(({ up }) => up.trim()),
            );
            state = mergeFiles(state, written);
          }
          const order = format.parse(state).map(({ up }) => splitStatements(up.text)[0]);
          expect(order).toEqual(goes.flatMap((names, go) => names.map((_, at) => `select ${go}, ${at};`)));
          const second = format.write([create], state, "sqlite");
          expect(format.write([create], state, "sqlite")).toEqual(second);
        },
      ),
      { numRuns: 40 },
    );
  });

  const engine = withoutSqlite.has(id) ? null : "sqlite";
  test("records what is applied in its own table: a second run has nothing to do", async () => {
    const written = format.write(unitsFor(format), empty, "sqlite");
    const migrations = format.parse(mergeFiles(empty, written));
    if (engine === null) {
      expect(() => format.bookkeeping(migrations, "sqlite")).toThrow("has no migrations for sqlite");
      return;
    }
    const database = new DatabaseSync(":memory:");
    const script = format.bookkeeping(migrations, "sqlite").text;
    const query = format.appliedQuery("sqlite");
    expect(format.pendingFrom(migrations, [])).toEqual(migrations);
    if (query === null) {
      expect(script).toBe("");
      return;
    }
    database.exec(script);
    database.exec(script);
    const rows = database.prepare(query).all();
    expect(rows).toHaveLength(oneRow.has(id) ? 1 : migrations.length);
    expect(format.pendingFrom(migrations, rows)).toEqual([]);
    if (!oneRow.has(id)) expect(format.pendingFrom(migrations, rows.slice(0, -1))).toEqual(migrations.slice(-1));
    database.exec(format.bookkeeping(migrations.slice(0, 1), "sqlite").text);
    expect(database.prepare(query).all()).toEqual(rows);
    database.close();
  });
});

describe("bookkeeping on PostgreSQL", () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
  });
  afterAll(async () => {
    await database.close();
  });

  test.each(ids.filter((id) => id !== "plain"))("%s", async (id) => {
    const format = findFormat(id);
    const migrations = format.parse(mergeFiles(empty, format.write(unitsFor(format), empty, "postgresql")));
    const script = format.bookkeeping(migrations, "postgresql").text;
    // dbmate and golang-migrate call theirs the same.
    await database.exec("drop table if exists public.schema_migrations");
    await database.exec(script);
    await database.exec(script);
    const { rows } = await database.query<Record<string, unknown>>(format.appliedQuery("postgresql") ?? "");
    expect(rows).toHaveLength(oneRow.has(id) ? 1 : migrations.length);
    expect(format.pendingFrom(migrations, rows)).toEqual([]);
  });
});

describe("ids follow the files that are there", () => {
  test.each([
    ["plain", { "m/007_a.sql": "x", "m/007_a.down.sql": "y" }, ["m/008_add_notes.sql", "m/008_add_notes.down.sql"]],
    ["plain", { "m/9-a.up.sql": "x" }, ["m/10-add_notes.up.sql", "m/10-add_notes.down.sql"]],
    ["plain", {}, ["m/001_add_notes.up.sql", "m/001_add_notes.down.sql"]],
    ["dbmate", { "m/20241231235959_a.sql": "-- migrate:up\nselect 1;" }, ["m/20250101000000_add_notes.sql"]],
    ["dbmate", { "m/099_a.sql": "-- migrate:up\nselect 1;" }, ["m/100_add_notes.sql"]],
    ["flyway", { "m/V1.9__a.sql": "x", "m/V1.10__b.sql": "y" }, ["m/V1.11__add_notes.sql", "m/U1.11__add_notes.sql"]],
    ["flyway", { "m/V003__a.sql": "x" }, ["m/V004__add_notes.sql", "m/U004__add_notes.sql"]],
    ["golang-migrate", { "m/000009_a.up.sql": "x" }, ["m/000010_add_notes.up.sql", "m/000010_add_notes.down.sql"]],
    ["knex", { "m/20241231235959_a.ts": "export const up = x", "m/types.d.ts": "" }, ["m/20250101000000_add_notes.ts"]],
    ["knex", {}, ["m/20000101000000_add_notes.cjs"]],
    ["node-pg-migrate", { "m/1700000000000_a.sql": "x" }, ["m/1700000001000_add_notes.mjs"]],
    ["node-pg-migrate", { "m/20241231235959123_a.js": "exports.up = x" }, ["m/20250101000000123_add_notes.js"]],
    ["typeorm", { "m/1700000000000-A.ts": "class A1700000000000" }, ["m/1700000001000-add_notes.ts"]],
    ["sequelize", { "m/20241231235959-a.js": "x" }, ["m/20250101000000-add_notes.js"]],
    [
      "prisma",
      { "m/0_init/migration.sql": "x" },
      ["m/20000101000000_add_notes/migration.sql", "dblead/rollback/20000101000000_add_notes.sql"],
    ],
    [
      "prisma",
      { "m/20250228235959_a/migration.sql": "x" },
      ["m/20250301000000_add_notes/migration.sql", "dblead/rollback/20250301000000_add_notes.sql"],
    ],
  ])("%s %j", (id, files, expected) => {
    expect(
      findFormat(id)
        .write([create], stateOf("m", files), "sqlite")
        .map((file) => file.path),
    ).toEqual(expected);
  });

  test("drizzle goes on in its journal", () => {
    const journal = {
      version: "7",
      dialect: "postgresql",
      entries: [{ idx: 4, version: "7", when: 1_700_000_000_000, tag: "0004_brave_hulk", breakpoints: true }],
    };
    const state = stateOf("drizzle", { "drizzle/meta/_journal.json": JSON.stringify(journal), "drizzle/0004_brave_hulk.sql": "select 1;" });
    const two = { ...create, up: "create table a (id int);\n-- why\ncreate table b (id int);" };
    const written = findFormat("drizzle").write([two], state, "postgresql");
    expect(written.map(({ path, mode }) => [path, mode])).toEqual([
      ["drizzle/0005_add_notes.sql", "new"],
      ["dblead/rollback/0005_add_notes.sql", "new"],
      ["drizzle/meta/_journal.json", "replace"],
    ]);
    expect(written[0]?.text).toBe("create table a (id int);\n--> statement-breakpoint\n-- why\ncreate table b (id int);\n");
    expect(JSON.parse(written[2]?.text ?? "").entries[1]).toEqual({
      idx: 5,
      version: "7",
      when: 1_700_000_001_000,
      tag: "0005_add_notes",
      breakpoints: true,
    });
  });
});

describe("what a format cannot carry is refused by name", () => {
  const twoOutside: Unit = { ...index, up: "create index a on notes (id); create index b on notes (body);" };
  test.each([
    ["dbmate", twoOutside],
    ["prisma", twoOutside],
    ["drizzle", index],
    ["golang-migrate", twoOutside],
    ["typeorm", index],
    ["knex", { ...create, up: "select e'\\\\?';" }],
    ["node-pg-migrate", { ...create, transaction: "shared", up: "select 1;\n-- down migration\n" } satisfies Unit],
    ["dbmate", { ...create, up: "select 1;\n-- migrate:down\n" }],
  ])("%s", (id, unit) => {
    expect(() => findFormat(id).write([unit], empty, "postgresql")).toThrow(LeadError);
  });

  test("unknown and unsupported formats are named with the nearest", () => {
    expect(() => findFormat("dbmat")).toThrow("There is no migration format dbmat.");
    expect(() => findFormat("alembic")).toThrow("recognised but not supported yet");
  });
});

describe("reading", () => {
  test("dbmate: places, options, empty downs, and files that are none", () => {
    const text = "-- a note\n-- migrate:up transaction:false\n\ncreate index concurrently i on t (a);\n\n-- migrate:down\n";
    const [migration] = findFormat("dbmate").parse(stateOf("m", { "m/1_a.sql": text, "m/readme.sql": "x", "m/old/1_a.sql": "x" }));
    expect(migration).toMatchObject({
      id: "1",
      name: "a",
      down: null,
      up: { line: 3, transaction: "none", text: "\ncreate index concurrently i on t (a);\n" },
    });
    const parse = (broken: string) => () => findFormat("dbmate").parse(stateOf("m", { "m/1_a.sql": broken }));
    expect(parse("select 1;")).toThrow("m/1_a.sql:1: not a dbmate migration: it has no line -- migrate:up.");
    expect(parse("\nselect 1;\n-- migrate:up")).toThrow("m/1_a.sql:2:");
    expect(parse("-- migrate:down\n-- migrate:up")).toThrow("stands before");
  });

  test("flyway: order, undo, conf, repeatable last, baseline", () => {
    const files = {
      "m/V2__b.sql": "2",
      "m/V10__c.sql": "10",
      "m/a/V1_1__a.sql": "1",
      "m/R__view.sql": "r",
      "m/U2__b.sql": "u",
      "m/V10__c.sql.conf": "executeInTransaction=false",
    };
    const read = findFormat("flyway").parse(stateOf("m", files));
    expect(read.map(({ id, up, down }) => [id, up.transaction, down?.text ?? null])).toEqual([
      ["V1_1", "own", null],
      ["V2", "own", "u"],
      ["V10", "none", null],
      ["R__view", "own", null],
    ]);
    const based = findFormat("flyway").parse(stateOf("m", { ...files, "m/B2__base.sql": "b" }));
    expect(based.map(({ id }) => id)).toEqual(["B2", "V10", "R__view"]);
  });

  test("dbmate: lines that end in carriage returns", () => {
    const [migration] = findFormat("dbmate").parse(
      stateOf("m", { "m/1_a.sql": "-- migrate:up\r\nselect 1;\r\n-- migrate:down\r\nselect 2;\r\n" }),
    );
    expect([migration?.up.text, migration?.down?.text, migration?.down?.line]).toEqual(["select 1;\n", "select 2;\n", 4]);
  });

  test("prisma: on SQLite nothing brings a transaction but the file itself", () => {
    const format = findFormat("prisma");
    const two: Unit = { ...create, up: "create table a (id int);\ncreate table b (id int);\n" };
    const sqlite = readWritten(format, empty, format.write([two, { ...two, transaction: "none" }], empty, "sqlite"));
    expect(sqlite.map(({ up }) => [up.transaction, splitStatements(up.text).length])).toEqual([
      ["none", 4],
      ["none", 2],
    ]);
    expect(readWritten(format, empty, format.write([two], empty, "postgresql"))[0]?.up).toMatchObject({ transaction: "own", text: two.up });
    expect(capabilitiesOn(format, "sqlite")).toMatchObject({ transaction: "none", oneStatementOutsideTransaction: false });
    expect(capabilitiesOn(format, "postgresql")).toEqual(format.capabilities);
  });

  test("golang-migrate: one statement leaves the transaction, several share one, a file's own BEGIN is its own affair", () => {
    const read = findFormat("golang-migrate").parse(
      stateOf("m", {
        "m/2_b.up.sql": "create index concurrently i on t (a);",
        "m/10_c.up.sql": "begin;\nselect 1;\ncommit;",
        "m/1_a.up.sql": "select 1; select 2;",
        "m/1_a.down.sql": "select 3;",
        "m/old/3_d.up.sql": "x",
      }),
    );
    expect(read.map(({ id, up, down }) => [id, up.transaction, down?.text ?? null])).toEqual([
      ["1", "own", "select 3;"],
      ["2", "none", null],
      ["10", "none", null],
    ]);
  });

  test("node-pg-migrate: markers in any order, with lines kept; none at all is an up", () => {
    const files = {
      "m/1_a.sql": "-- Down Migration\ndrop table a;\n\n---- up migration --\ncreate table a ();\n",
      "m/2_b.sql": "select 2;",
      "m/10_c.sql": "-- Up Migration\n\nselect 10;\n-- Down Migration\n",
    };
    const read = findFormat("node-pg-migrate").parse(stateOf("m", files));
    expect(read.map(({ id, up, down }) => [id, up.line, up.text, down?.text ?? null])).toEqual([
      ["1_a", 5, "create table a ();\n", "drop table a;\n"],
      ["2_b", 1, "select 2;\n", null],
      ["10_c", 2, "\nselect 10;\n", null],
    ]);
  });

  test("code that only hands SQL over is read as it stands, each statement on its own line", () => {
    const text = `exports.up = function (knex) {
  return knex.raw("create table a (b jsonb)");
};
exports.down = async (knex) => {
  await knex.raw(\`drop table
    a\`);
  // why
  await knex.schema.raw('select \\\\? from x where b = \\'y\\'');
};
`;
    const [read] = findFormat("knex").parse(stateOf("m", { "m/1_a.js": text }));
    expect(read?.up).toEqual({ file: "m/1_a.js", line: 2, text: "create table a (b jsonb);\n", transaction: "shared" });
    expect(read?.down).toMatchObject({ line: 5, text: "drop table\n    a;\n\nselect ? from x where b = 'y';\n" });
  });

  test("code that does more is not guessed", () => {
    const parse = (text: string) => () => findFormat("knex").parse(stateOf("m", { "m/1_a.js": text }));
    expect(parse('exports.up = (knex) => { if (x) knex.raw("select 1"); };')).toThrow("m/1_a.js: what this migration sends is not known");
    expect(parse("exports.up = async (knex) => { await knex.raw(`select ${x}`); };")).toThrow("not known");
    expect(parse('exports.up = async (knex) => { await knex.raw("select ?"); };')).toThrow("not known");
  });

  test("plain: a file with its own BEGIN is not wrapped again", () => {
    const [own, wrapped] = findFormat("plain").parse(
      stateOf("m", { "m/1_a.sql": "-- x\nBEGIN;\nselect 1;\nCOMMIT;", "m/2_b.sql": "select 1;" }),
    );
    expect([own?.up.transaction, wrapped?.up.transaction]).toEqual(["none", "own"]);
  });

  test("drizzle: a journal that names an absent file", () => {
    const journal = { version: "7", dialect: "postgresql", entries: [{ idx: 0, when: 1, tag: "0000_a" }] };
    expect(() => findFormat("drizzle").parse(stateOf("d", { "d/meta/_journal.json": JSON.stringify(journal) }))).toThrow(
      "there is no d/0000_a.sql",
    );
  });

  test("the example's migrations", async () => {
    const root = fileURLToPath(new URL("../../examples/01-loyalty-tiers", import.meta.url));
    const format = findFormat("dbmate");
    const read = await readMigrations(format, root, "db/migrations");
    expect(read.length).toBeGreaterThanOrEqual(6);
    expect(read[0]).toMatchObject({ id: "20250101000000", name: "create_catalogue" });
    expect(read.slice(0, 6).every(({ down }) => down !== null)).toBe(true);
  });
});

describe("statements", () => {
  test.each([
    ["select ';', $$;$$, $a$ ; $a$, e'\\';' -- ;\n; /* ; /* ; */ */ select 2", 2],
    ["create trigger t after insert on a begin update a set b = case when 1 then 2 end; delete from c; end; select 1;", 2],
    ["begin; select 1; commit;", 3],
    ["-- nothing\n/* here */ ;", 0],
    ['create function f() returns int language sql begin atomic select 1; select 2; end; select ";"', 2],
  ])("%j", (text, count) => {
    expect(splitStatements(text)).toHaveLength(count);
  });
});
