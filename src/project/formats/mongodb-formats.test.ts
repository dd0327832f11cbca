import { expect, test } from "vitest";
import { detectFormat } from "../formats.ts";
import { commandList } from "./command-list.ts";
import type { FolderState, MigrationFormat, Unit } from "./format.ts";
import { migrateMongo } from "./migrate-mongo.ts";
import { mongosh } from "./mongosh.ts";

const unit: Unit = {
  name: "Add tier",
  up: '// first\n{ "collMod": "orders", "validator": { "a": { "$gt": { "$date": "2026-01-01T00:00:00Z" } } } }\n{ "renameCollection": ".a", "to": ".b" }\n{ "insert": "o", "documents": [{ "_id": { "$oid": "507f1f77bcf86cd799439011" }, "n": { "$numberLong": "5" }, "a-b": 1 }] }\n',
  down: '{ "createRole": "r", "privileges": [], "roles": [{ "role": "read", "db": "." }], "$db": "admin" }\n',
  transaction: "none",
};
const empty = (folder: string): FolderState => ({ folder, files: [], root: "/project" });
const written = (format: MigrationFormat, state = empty("migrations")) => format.write([unit], state, "mongodb");

test("migrate-mongo files are written as calls of the driver, in the style of the folder", () => {
  expect(written(migrateMongo)).toEqual([
    {
      path: "migrations/20000101000000-add_tier.js",
      mode: "new",
      text: `const { Long, ObjectId } = require("mongodb");

module.exports.up = async (db) => {
  // first
  await db.command({ collMod: "orders", validator: { a: { $gt: new Date("2026-01-01T00:00:00Z") } } });
  await db.collection("a").rename("b");
  await db.command({
    insert: "o",
    documents: [{ _id: new ObjectId("507f1f77bcf86cd799439011"), n: Long.fromString("5"), "a-b": 1 }],
  });
};

module.exports.down = async (db, client) => {
  await client.db("admin").command({ createRole: "r", privileges: [], roles: [{ role: "read", db: db.databaseName }] });
};
`,
    },
  ]);
  const typed = {
    ...empty("migrations"),
    files: [
      { path: "migrations/20250101000000-first.ts", text: 'import type { Db } from "mongodb";\nexport const up = async (db: Db) => {};\n' },
    ],
  };
  const [file] = written(migrateMongo, typed);
  expect(file?.path).toBe("migrations/20250101000001-add_tier.ts");
  expect(file?.text).toContain('import { Long, ObjectId, type Db, type MongoClient } from "mongodb";');
  expect(file?.text).toContain("export const down = async (db: Db, client: MongoClient): Promise<void> => {");
});

test("what was written is recognised and read back", () => {
  for (const [format, folder] of [
    [migrateMongo, "migrations"],
    [mongosh, "scripts"],
    [commandList, "db"],
  ] as const) {
    const files = written(format, empty(folder)).map(({ path, text }) => ({ path, text }));
    expect(detectFormat(files)?.format.id).toBe(format.id);
    const [migration] = format.parse({ folder, files, root: "/project" });
    expect(migration?.down).not.toBeNull();
    expect(migration?.up.program?.entry ?? null).toBe(format === migrateMongo ? "up" : null);
  }
});

test.each([
  ["module.exports = { async up(db) { await db.collection('a').drop(); }, async down(db) {} };", "missing"],
  [
    "module.exports = { async up(db) { await db.collection('a').drop(); },\n  async down(db, client) {\n    // nothing to undo {}\n  } };",
    "missing",
  ],
  [
    "export const up = async (db: Db) => { await db.collection('a').drop(); };\nexport const down = async (): Promise<void> => {};",
    "missing",
  ],
  ["exports.up = async (db) => { await db.collection('a').drop(); };", "missing"],
  [
    "exports.up = async (db) => { await db.collection('a').drop(); }; exports.down = async () => { throw new Error('no way back'); };",
    "missing",
  ],
  [
    "exports.up = async (db) => { await db.collection('a').drop(); }; exports.down = async (db) => { await db.createCollection('a'); };",
    "there",
  ],
])("%s: its down is %s", (text, expected) => {
  const [migration] = migrateMongo.parse({ folder: "m", files: [{ path: "m/20250101000000-x.js", text }] });
  expect(migration?.down === null ? "missing" : "there").toBe(expected);
});

test("other runners' files are not taken for these", () => {
  const id = (path: string, text: string) => detectFormat([{ path, text }])?.format.id;
  expect(id("m/20250101000000-x.js", "exports.up = async (queryInterface) => {};")).toBe("sequelize");
  expect(id("m/20250101000000_x.js", "exports.up = (knex) => knex.schema.createTable('db.x');")).toBe("knex");
  expect(id("m/20250101000000-x.js", "module.exports = { up: async (db, client) => { await db.collection('a').drop(); } };")).toBe(
    "migrate-mongo",
  );
  expect(id("m/0001_x.js", "db.orders.createIndex({ a: 1 });")).toBe("mongosh");
  expect(id("m/0001_x.json", '// x\n{ "createIndexes": "orders", "indexes": [] }')).toBe("command-list");
  expect(id("m/0001_x.json", '{ "name": "x" }')).toBeUndefined();
});

test("what is applied is told by the changelog", () => {
  const state = {
    folder: "m",
    files: ["20250101000000-a.js", "20250101000001-b.js"].map((name) => ({
      path: `m/${name}`,
      text: "exports.up = async (db) => { await db.collection('a').drop(); };",
    })),
  };
  const all = migrateMongo.parse(state);
  expect(migrateMongo.pendingFrom(all, [{ fileName: "20250101000000-a.js" }]).map(({ id }) => id)).toEqual(["20250101000001-b.js"]);
  expect(migrateMongo.bookkeeping(all.slice(0, 1), "mongodb").text).toContain('"fileName":"20250101000000-a.js"');
});
