import { expect, test } from "vitest";
import type { Program, Script } from "../../../model/migration.ts";
import { parseScript } from "./script.ts";
import { treeOf } from "./statement.ts";

const script = (file: string, text: string, program?: Program): Script => ({
  file,
  line: 1,
  text,
  transaction: "none",
  ...(program === undefined ? {} : { program }),
});
const sent = (file: string, text: string, program?: Program): readonly unknown[] =>
  parseScript(script(file, text, program)).map((statement) => treeOf(statement).command.body);

test.each([
  ['{ "create": "orders", "validater": {} }', "1.json:1:23: validater is no option of create; did you mean validator?"],
  [
    '// first\n{ "update": "orders", "updates": [{ "q": {},\n  "u": { "$sett": { "a": 1 } } }] }',
    "1.json:3:10: $sett is no operator of an update; did you mean $set?",
  ],
  ['{ "createIndexs": "orders" }', "1.json:1:3: createIndexs is no command; did you mean createIndexes?"],
  ['{ "find": "orders", "filter": { "a": { "$gtt": 1 } } }', "1.json:1:40: $gtt is no operator of a filter; did you mean $gt?"],
  ['{ "find": "orders", "filter": { "$orr": [] } }', "1.json:1:33: $orr is no operator of a filter; did you mean $or?"],
  ['{ "aggregate": "orders", "pipeline": [{ "$macth": {} }], "cursor": {} }', "1.json:1:41: $macth is no stage; did you mean $match?"],
  [
    '{ "aggregate": "orders", "pipeline": [{ "$set": { "a": { "$ad": [1, 2] } } }], "cursor": {} }',
    "1.json:1:58: $ad is no operator of an expression; did you mean $add?",
  ],
  [
    '{ "createIndexes": "orders", "indexes": [{ "key": { "a": 1 }, "name": "a", "uniqe": true }] }',
    "1.json:1:76: uniqe is no option of an index; did you mean unique?",
  ],
  [
    '{ "create": "o", "validator": { "$jsonSchema": { "properties": { "a": { "bsonType": "strin" } } } } }',
    "1.json:1:73: strin is no type of $jsonSchema; did you mean string?",
  ],
  [
    '{ "create": "o", "validator": { "$jsonSchema": { "requird": ["a"] } } }',
    "1.json:1:50: requird is no keyword of $jsonSchema; did you mean required?",
  ],
  ['{ "create": "orders", }', "1.json:1:23: Expected double-quoted property name"],
])("%s is refused with its place", (text, message) => {
  expect(() => parseScript(script("1.json", text))).toThrow(message);
});

test("code that does not parse is refused with its place", () => {
  expect(() => parseScript(script("1.js", "db.orders.drop();\ndb.orders.createIndex({ a: 1 };"))).toThrow(
    "1.js:2:31: the code does not parse: db.orders.createIndex",
  );
  expect(() => parseScript(script("1.js", "db.orders.updateMany({}, { $sett: { a: 1 } })"))).toThrow(
    "1.js:1:28: $sett is no operator of an update; did you mean $set?",
  );
});

test("names with dots and dollars are values, and may be read", () => {
  expect(sent("1.json", '{ "insert": "o", "documents": [{ "a.b": 1, "$c": { "$date": "2026-01-01T00:00:00Z" } }] }')).toHaveLength(1);
  expect(
    sent(
      "1.json",
      '{ "update": "o", "updates": [{ "q": { "a.b.$**": 1 }, "u": { "$set": { "x.$[i].y": 1 } }, "arrayFilters": [{ "i.z": { "$gt": 1 } }] }] }',
    ),
  ).toHaveLength(1);
});

test("methods of the driver are the commands that they send", () => {
  const text = `const { ObjectId } = require("mongodb");
const names = ["a", "b"];
async function makeIndex(db, name) {
  await db.collection(name).createIndex({ x: 1, y: -1 }, { unique: true });
}
module.exports = {
  async up(db, client) {
    for (const name of names) await makeIndex(db, name);
    const orders = db.collection("orders");
    await orders.updateMany({ "a.b": /^x/i }, { $set: { id: ObjectId("507f1f77bcf86cd799439011") } }, { writeConcern: { w: "majority" } });
    await orders.find({ status: "old" }).sort({ a: 1 }).batchSize(100).toArray();
    await orders.bulkWrite([{ deleteOne: { filter: { a: 1 } } }, { insertOne: { document: { q: 1n } } }], { ordered: false });
    const bulk = orders.initializeUnorderedBulkOp();
    bulk.find({ a: 1 }).upsert().updateOne({ $set: { b: 2 } });
    await bulk.execute();
    await orders.findOneAndUpdate({ a: 1 }, { $inc: { n: 1 } }, { returnDocument: "after" });
    await db.createCollection("things", { capped: true, size: 1000 });
  },
  async down(db) {
    await db.collection("orders").dropIndex("x_1");
  },
};`;
  expect(sent("1.js", text)).toEqual([
    ...["a", "b"].map((name) => ({ createIndexes: name, indexes: [{ key: { x: 1, y: -1 }, name: "x_1_y_-1", unique: true }] })),
    {
      update: "orders",
      updates: [
        {
          q: { "a.b": { $regularExpression: { pattern: "^x", options: "i" } } },
          u: { $set: { id: { $oid: "507f1f77bcf86cd799439011" } } },
          multi: true,
        },
      ],
      writeConcern: { w: "majority" },
    },
    { find: "orders", filter: { status: "old" }, sort: { a: 1 }, batchSize: 100 },
    { delete: "orders", deletes: [{ q: { a: 1 }, limit: 1 }], ordered: false },
    { insert: "orders", documents: [{ q: { $numberLong: "1" } }], ordered: false },
    { update: "orders", updates: [{ q: { a: 1 }, u: { $set: { b: 2 } }, upsert: true }], ordered: false },
    { findAndModify: "orders", query: { a: 1 }, update: { $inc: { n: 1 } }, new: true },
    { create: "things", capped: true, size: 1000 },
  ]);
  expect(sent("1.js", text, { entry: "down", root: "/" })).toEqual([{ dropIndexes: "orders", index: "x_1" }]);
});

test("sessions, loops, other databases and what only running tells are told", () => {
  const text = `export const up = async (db, client) => {
  await client.withSession(async (session) => session.withTransaction(async () => {
    await db.collection("a").deleteMany({ x: 1 });
    await db.collection("b").insertOne({ a: 1 }, { session });
  }));
  for await (const doc of db.collection("a").find({})) await db.collection("a").updateOne({ _id: doc._id }, { $set: { t: doc.n * 2 } });
  await client.db("other").collection("z").drop();
  await rebuild(db);
  await db.collection(process.env.NAME).drop();
};`;
  const trees = parseScript(script("1.mjs", text)).map((statement) => ({ line: statement.line, ...treeOf(statement) }));
  expect(
    trees.map(({ line, command, scope, repeats, named, unread }) => [
      line,
      command.name,
      scope,
      repeats,
      named,
      unread.map((one) => one.text),
    ]),
  ).toEqual([
    [3, "delete", "without-session", "once", "own", []],
    [4, "insert", "transaction", "once", "own", []],
    [6, "find", "alone", "once", "own", []],
    [6, "update", "alone", "in-loop", "own", ["doc._id", "doc.n * 2"]],
    [7, "drop", "alone", "once", "other", []],
    [9, "drop", "alone", "once", "own", ["process.env.NAME"]],
    [8, "ping", "alone", "once", "own", ["rebuild(db)"]],
  ]);
});

test("a script of the shell is read as the shell would run it", () => {
  const text = `db.orders.createIndex({ a: 1 });
db.getCollection("x-y").find({ a: 1 }, { b: 1 }).forEach((d) => { db["x-y"].updateOne({ _id: d._id }, { $unset: { a: "" } }); });
const other = db.getSiblingDB("archive");
other.log.entries.drop();
db.runCommand({ collMod: "orders", index: { name: "a_1", hidden: true } });
use("audit");
db.seen.insertMany([{ a: NumberLong("7") }]);`;
  const found = parseScript(script("1.js", text));
  expect(found.map((statement) => [treeOf(statement).command.db, treeOf(statement).command.body])).toEqual([
    [null, { createIndexes: "orders", indexes: [{ key: { a: 1 }, name: "a_1" }] }],
    [null, { find: "x-y", filter: { a: 1 }, projection: { b: 1 } }],
    [null, { update: "x-y", updates: [{ q: { _id: { $unread: "d._id" } }, u: { $unset: { a: "" } } }] }],
    ["archive", { drop: "log.entries" }],
    [null, { collMod: "orders", index: { name: "a_1", hidden: true } }],
    ["audit", { insert: "seen", documents: [{ a: { $numberLong: "7" } }] }],
  ]);
});

test("what a command touches is told", () => {
  const touches = (text: string) =>
    parseScript(script("1.json", text)).flatMap((statement) => statement.touches.map(({ name, how }) => `${how} ${name}`));
  expect(
    touches(
      '{ "aggregate": "a", "pipeline": [{ "$lookup": { "from": "b", "as": "x", "pipeline": [{ "$unionWith": "c" }] } }, { "$merge": { "into": "d" } }], "cursor": {} }',
    ),
  ).toEqual(["read a", "read b", "read c", "write d"]);
  expect(touches('{ "renameCollection": "shop.a", "to": "shop.b" }')).toEqual(["drop a", "create b"]);
  expect(touches('{ "create": "v", "viewOn": "a", "pipeline": [] }')).toEqual(["create v", "read a"]);
});
