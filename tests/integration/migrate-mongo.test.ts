// The real migrate-mongo runs a folder's files on one database, a review's execution on another: both must lead to the same schema, documents and records.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseScript } from "../../src/engines/mongodb/parse/script.ts";
import { treeOf } from "../../src/engines/mongodb/parse/statement.ts";
import { mongodbShadow } from "../../src/engines/mongodb/shadow.ts";
import type { Shadow } from "../../src/engines/shadow.ts";
import type { Script } from "../../src/model/migration.ts";
import { loadFolder } from "../../src/project/formats.ts";
import { commandList } from "../../src/project/formats/command-list.ts";
import { migrateMongo } from "../../src/project/formats/migrate-mongo.ts";

import { mongosh } from "../../src/project/formats/mongosh.ts";

const bin = process.env["DBLEAD_TEST_MONGODB_BIN"];
const runners = process.env["DBLEAD_TEST_RUNNERS"];
const packages = runners === undefined ? "" : join(runners, "node", "node_modules");
const isThere = bin !== undefined && existsSync(join(packages, "migrate-mongo"));
if (!isThere)
  console.log("skipped: DBLEAD_TEST_MONGODB_BIN and DBLEAD_TEST_RUNNERS name no mongod and no migrate-mongo, so neither is compared");

const files: Readonly<Record<string, string>> = {
  "20260101000000-orders.js": `const { Long } = require("mongodb");
module.exports = {
  async up(db, client) {
    await db.createCollection("orders", { validator: { $jsonSchema: { required: ["mail"] } } });
    await db.collection("orders").insertMany([{ _id: 1, mail: "a" }, { _id: 2, mail: "b" }]);
    await client.withSession((session) => session.withTransaction(async () => {
      await db.collection("orders").updateOne({ _id: 1 }, { $set: { n: Long.fromString("5") } }, { session });
    }));
  },
  async down(db) {
    await db.collection("orders").drop();
  },
};
`,
  "20260102000000-index.mjs.js": `module.exports.up = async (db) => {
  for await (const order of db.collection("orders").find({})) await db.collection("orders").updateOne({ _id: order._id }, { $set: { key: order.mail.toUpperCase() } });
  await db.collection("orders").createIndex({ key: 1 }, { unique: true });
};
module.exports.down = async (db) => {
  await db.collection("orders").dropIndex("key_1");
  await db.collection("orders").updateMany({}, { $unset: { key: "" } });
};
`,
};

const commands = [
  '{ "create": "orders", "validator": { "$jsonSchema": { "required": ["mail"], "properties": { "a.b": { "bsonType": ["string", "null"] } } } } }',
  '{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1, "at": -1 }, "name": "mail_at", "partialFilterExpression": { "at": { "$gt": { "$date": "2026-01-01T00:00:00Z" } } } }] }',
  '{ "update": "orders", "updates": [{ "q": { "_id": { "$oid": "507f1f77bcf86cd799439011" } }, "u": [{ "$set": { "n": { "$numberLong": "5" }, "d": { "$numberDecimal": "1.50" } } }], "multi": true }], "writeConcern": { "w": "majority" } }',
  '{ "insert": "log", "documents": [{ "_id": { "$uuid": "0f9619ff-8b86-d011-b42d-00c04fc964ff" }, "r": { "$regularExpression": { "pattern": "^a", "options": "i" } }, "m": { "$minKey": 1 }, "x": -1.5, "s": "it\'s \\"quoted\\" ${here}" }] }',
  '{ "createRole": "reader", "privileges": [], "roles": [{ "role": "read", "db": "shop" }], "$db": "admin" }',
  '{ "dropIndexes": "orders", "index": "mail_at" }',
];

test.each([migrateMongo, mongosh, commandList])("what is written as $id is read back as the same commands", (format) => {
  const text = `${commands.join("\n")}\n`;
  const read = (script: Script) =>
    parseScript(script).map((statement) => ({ db: treeOf(statement).command.db, body: treeOf(statement).command.body }));
  const given = read({ file: "given.json", line: 1, text, transaction: "none" });
  const state = { folder: "m", files: [], root: "/project" };
  for (const extension of format === migrateMongo ? ["js", "mjs", "ts"] : ["js"]) {
    const first = { path: `m/20250101000000-first.${extension}`, text: "export const up = async (db) => {};\n" };
    const before = format === migrateMongo ? { ...state, files: [first] } : state;
    const written = format
      .write([{ name: "change", up: text, down: text, transaction: "none" }], before, "mongodb")
      .map(({ path, text: own }) => ({ path, text: own }));
    const migration = format.parse({ ...before, files: [...before.files, ...written] }).at(-1);
    expect(migration?.up === undefined ? null : read(migration.up)).toEqual(given);
    expect(migration?.down == null ? null : read(migration.down)).toEqual(given);
  }
});

describe.skipIf(!isThere)("migrate-mongo", () => {
  const root = mkdtempSync(join(tmpdir(), "dblead-migrate-mongo-"));
  let theirs: Shadow;
  let ours: Shadow;
  const open = () => mongodbShadow.open({ base: [], seed: [], version: "6", settings: { bin }, cacheFolder: root });
  beforeAll(async () => {
    mkdirSync(join(root, "migrations"));
    writeFileSync(join(root, "package.json"), "{}");
    symlinkSync(packages, join(root, "node_modules"));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, "migrations", name), text);
    theirs = await open();
    ours = await open();
    const url = theirs.lend?.().url ?? "";
    const database = /\/([^/?]+)\?/.exec(url)?.[1] ?? "";
    const config = {
      mongodb: { url, databaseName: database, options: {} },
      migrationsDir: "migrations",
      changelogCollectionName: "changelog",
      migrationFileExtension: ".js",
      useFileHash: false,
      moduleSystem: "commonjs",
    };
    writeFileSync(join(root, "migrate-mongo-config.js"), `module.exports = ${JSON.stringify(config)};\n`);
  });
  afterAll(async () => {
    await theirs?.[Symbol.asyncDispose]();
    await ours?.[Symbol.asyncDispose]();
    rmSync(root, { recursive: true, force: true });
  });

  const run = (what: "up" | "down"): void => {
    const { status, stderr, stdout } = spawnSync(process.execPath, [join(packages, "migrate-mongo", "bin", "migrate-mongo.js"), what], {
      cwd: root,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${stderr}${stdout}`);
  };
  const content = async (shadow: Shadow) => ({
    objects: (await shadow.connection.introspect()).objects
      .map(({ id, definition }) => ({ id, definition }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    orders: await shadow.connection.query('{ "find": "orders", "sort": { "_id": 1 } }').catch(() => []),
    applied: (await shadow.connection.query(migrateMongo.appliedQuery("mongodb") ?? "")).map((row) => row["fileName"]),
  });

  test("up and down lead where a review's execution leads", async () => {
    const migrations = migrateMongo.parse(await loadFolder(root, "migrations"));
    run("up");
    for (const migration of migrations) expect((await ours.connection.execute(migration.up)).error).toBeNull();
    expect((await ours.connection.execute(migrateMongo.bookkeeping(migrations, "mongodb"))).error).toBeNull();
    const up = await content(theirs);
    expect(await content(ours)).toEqual(up);
    expect(up.applied).toEqual(Object.keys(files));
    expect(migrateMongo.pendingFrom(migrations, await theirs.connection.query(migrateMongo.appliedQuery("mongodb") ?? ""))).toEqual([]);
    run("down");
    const last = migrations.at(-1)?.down;
    if (last == null) throw new Error("it has a down");
    expect((await ours.connection.execute(last)).error).toBeNull();
    const [there, here] = [await content(theirs), await content(ours)];
    expect(here.objects).toEqual(there.objects);
    expect(here.orders).toEqual(there.orders);
    expect(there.applied).toEqual(Object.keys(files).slice(0, 1));
  });
});
