import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addressOf, readMigrationSet, readScripts, readSource } from "./source.ts";

let root = "";
function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "dblead-source-"));
  write("schema.sql", "create table a (id int);");
  for (const id of ["001_a", "002_b", "003_c"]) {
    write(`plain/${id}.up.sql`, `-- ${id}`);
    write(`plain/${id}.down.sql`, `-- down ${id}`);
  }
  write("dbmate/20250101000000_a.sql", "-- migrate:up\nselect 1;\n-- migrate:down\nselect 2;\n");
  write("prisma/migrations/20250101000000_a/migration.sql", "select 1;");
  write("prisma/migrations/20250102000000_b/migration.sql", "select 2;");
  write("prisma/migrations/migration_lock.toml", 'provider = "postgresql"');
  write("loose/b.sql", "select 2;");
  write("loose/a.sql", "select 1;");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("what is typed becomes a source", async () => {
  expect(await readSource("postgresql://h/d", root)).toEqual({ url: "postgresql://h/d" });
  expect(await readSource("$SHOP_URL", root)).toEqual({ url: "$SHOP_URL" });
  expect(await readSource("plain", root)).toEqual({ folder: "plain" });
  expect(await readSource("loose/a.sql, loose/b.sql", root)).toEqual({ files: ["loose/a.sql", "loose/b.sql"] });
  await expect(readSource("nothing", root)).rejects.toThrow(/no file or folder nothing/);
});

test("files are read in the format of their folder, with their downs and what runs before", async () => {
  const set = await readMigrationSet({ files: ["plain/002_b.up.sql"] }, { root });
  expect(set.format?.id).toBe("plain");
  expect(set.migrations.map((migration) => [migration.up.file, migration.down?.file])).toEqual([
    ["plain/002_b.up.sql", "plain/002_b.down.sql"],
  ]);
  expect(set.earlier.map((migration) => migration.id)).toEqual(["001"]);
});

test("up and down of one migration are one migration", async () => {
  const set = await readMigrationSet({ files: ["plain/003_c.up.sql", "plain/003_c.down.sql"] }, { root });
  expect(set.migrations.map((migration) => migration.id)).toEqual(["003"]);
  expect(set.earlier).toHaveLength(2);
});

test("Prisma's folders", async () => {
  const set = await readMigrationSet({ files: ["prisma/migrations/20250102000000_b/migration.sql"] }, { root });
  expect(set.format?.id).toBe("prisma");
  expect(set.earlier).toHaveLength(1);
});

test("a file that belongs to no format stands alone", async () => {
  const set = await readMigrationSet({ files: ["schema.sql"] }, { root });
  expect(set).toMatchObject({ format: null, earlier: [], migrations: [{ id: "schema", down: null }] });
});

test("a folder is its migrations, or its files by name", async () => {
  expect((await readScripts({ folder: "plain" }, { root })).map((script) => script.file)).toEqual([
    "plain/001_a.up.sql",
    "plain/002_b.up.sql",
    "plain/003_c.up.sql",
  ]);
  expect((await readScripts({ folder: "loose" }, { root })).map((script) => script.file)).toEqual(["loose/a.sql", "loose/b.sql"]);
});

test("a text with markers is read by them", async () => {
  const set = await readMigrationSet({ text: "-- migrate:up\nselect 1;\n-- migrate:down\nselect 2;\n" }, { root });
  expect(set.migrations[0]?.down?.text.trim()).toBe("select 2;");
  expect((await readMigrationSet({ text: "select 1;" }, { root })).migrations[0]?.down).toBeNull();
});

test("an address may be named by a variable, and is no place for migrations", async () => {
  expect(addressOf("$SHOP_URL", { env: { SHOP_URL: "postgresql://h/d" } }, root)).toBe("postgresql://h/d");
  await expect(readMigrationSet({ url: "postgresql://h/d" }, { root })).rejects.toThrow(/Migrations are files/);
});
