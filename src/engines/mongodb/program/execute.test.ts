import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Script } from "../../../model/migration.ts";
import type { Shadow } from "../../shadow.ts";
import { mongodbShadow } from "../shadow.ts";

const bin = process.env["DBLEAD_TEST_MONGODB_BIN"];
if (bin === undefined) console.log("skipped: DBLEAD_TEST_MONGODB_BIN names no mongod, so no program is run");
const base = '{ "insert": "orders", "documents": [{ "_id": 1, "a": 1, "n": 2 }, { "_id": 2, "a": 1, "n": 3 }] }';

describe.skipIf(bin === undefined)("a program on a shadow", () => {
  const root = mkdtempSync(join(tmpdir(), "mongodb-program-"));
  let shadow: Shadow;
  const script = (file: string, text: string, entry: "up" | "down" | null): Script => ({
    file,
    line: 1,
    text,
    transaction: "none",
    program: { entry, root },
  });
  const open = () =>
    mongodbShadow.open({
      base: [{ file: "base.json", line: 1, text: base, transaction: "none" }],
      seed: [],
      version: "6",
      settings: { bin: bin ?? "" },
      cacheFolder: root,
    });
  beforeAll(async () => {
    shadow = await open();
  }, 60_000);
  afterAll(async () => {
    await shadow?.[Symbol.asyncDispose]();
    rmSync(root, { recursive: true, force: true });
  });

  test("what each line of a module sent is told, added up where it sent more than once", async () => {
    const text = `const { ObjectId } = require("mongodb");
module.exports = {
  async up(db, client) {
    await db.collection("orders").updateMany({ a: 1 }, { $set: { b: new ObjectId() } });
    for await (const doc of db.collection("orders").find({})) {
      await db.collection("orders").updateOne({ _id: doc._id }, { $set: { t: doc.n * 2 } });
    }
    await db.createCollection("things");
    await db.collection("things").rename("stuff");
    await client.db("other").collection("x").insertOne({ a: 1 });
    await client.withSession((session) => session.withTransaction(async () => {
      await db.collection("orders").insertOne({ _id: 9 }, { session });
    }));
  },
  async down(db) {
    await db.collection("stuff").drop();
  },
};`;
    const up = await shadow.connection.execute(script("1-x.js", text, "up"));
    expect(up.error).toBeNull();
    expect(up.statements.map((trace) => [trace.line, trace.rowsWritten, trace.created, trace.dropped, trace.scans])).toEqual([
      [4, 2, [], [], ["orders"]],
      [5, 0, [], [], ["orders"]],
      [6, 2, [], [], []],
      [8, 0, ["things"], [], []],
      [9, 0, ["stuff"], ["things"], []],
      [10, 1, [], [], []],
      [12, 1, [], [], []],
    ]);
    const down = await shadow.connection.execute(script("1-x.js", text, "down"));
    expect(down.statements.map((trace) => [trace.line, trace.dropped])).toEqual([[16, ["stuff"]]]);
    expect(await shadow.connection.query('{ "find": "orders", "filter": { "_id": 1 }, "projection": { "t": 1 } }')).toEqual([
      { _id: 1, t: 4 },
    ]);
  });

  test("it reaches its own database, and no file, nothing of the environment, no other command", async () => {
    const file = join(root, "written");
    const run = (body: string) =>
      shadow.connection.execute(script("2-x.mjs", `export const up = async (db, client) => {\n  ${body}\n};`, "up"));
    expect((await run(`(await import("node:fs")).writeFileSync(${JSON.stringify(file)}, "x");`)).error).toMatchObject({
      code: "ERR_ACCESS_DENIED",
      line: 2,
    });
    expect(existsSync(file)).toBe(false);
    expect((await run('(await import("node:child_process")).execSync("true");')).error).toMatchObject({ code: "ERR_ACCESS_DENIED" });
    expect(
      (await run("if (Object.keys(process.env).some((name) => name.startsWith('DBLEAD'))) throw new Error('seen');")).error,
    ).toBeNull();
    expect((await run("await db.admin().command({ shutdown: 1 });")).error).toMatchObject({ code: "Unauthorized", line: 2 });
    expect((await run("await db.command({ setParameter: 1, ttlMonitorEnabled: true });")).error).toMatchObject({ code: "Unauthorized" });
  });

  test("what is not waited for, what the server refuses and what the code throws are errors with their lines", async () => {
    const run = (body: string) =>
      shadow.connection.execute(
        script("3-x.ts", `export async function up(db: { collection(name: string): any }): Promise<void> {\n  ${body}\n}`, "up"),
      );
    expect((await run('db.collection("orders").updateMany({}, { $set: { z: 1 } });')).error).toMatchObject({ code: "NotAwaited" });
    const refused = await run('await db.collection("orders").createIndex({ z: 1 }, { unique: true });');
    expect(refused.error).toMatchObject({ code: "DuplicateKey", line: 2 });
    expect(refused.error?.message).not.toContain("dblead_");
    expect((await run('throw new TypeError("wrong");')).error).toMatchObject({ message: "wrong", code: "TypeError", line: 2 });
  });

  test("a script of the shell runs as the shell would run it", async () => {
    const text = `db.orders.updateMany({ a: 1 }, { $set: { q: NumberLong("5") } });
db.orders.find({ a: 1 }).sort({ _id: -1 }).forEach((d) => {
  db.orders.updateOne({ _id: d._id }, { $set: { w: d.n } });
});
if (db.orders.countDocuments({ w: 2 }) !== 1) throw new Error("counted wrongly");
db.getSiblingDB("other").log.insertOne({ at: ISODate("2026-01-01") });
if (!db.getCollectionNames().includes("orders")) throw new Error("names");
db.orders.createIndex({ w: 1 });
const bulk = db.orders.initializeOrderedBulkOp();
bulk.find({ _id: 1 }).upsert().updateOne({ $set: { k: 1 } });
bulk.execute();
const session = db.getMongo().startSession();
session.startTransaction();
session.getDatabase(db.getName()).orders.insertOne({ a: 7 });
session.abortTransaction();
if (db.orders.findOne({ a: 7 }) !== null) throw new Error("not taken back");
db.orders.aggregate([{ $match: { a: 1 } }, { $out: "copied" }]);
if (db.copied.find().toArray().length !== 2) throw new Error("not copied");
quit();`;
    const { statements, error } = await shadow.connection.execute(script("s.js", text, null));
    expect(error).toMatchObject({ line: 19, message: "quit is not there where a migration is reviewed" });
    expect(statements.filter((trace) => trace.rowsWritten > 0).map((trace) => [trace.line, trace.rowsWritten])).toEqual([
      [1, 2],
      [3, 2],
      [6, 1],
      [11, 1],
      [14, 1],
    ]);
  });
});
