import { expect, test } from "vitest";
import { parseScript } from "./script.ts";
import { treeOf } from "./statement.ts";

test("what is sent without being waited for, and cursors that nobody reads, are told apart", () => {
  const text = `export const up = async (db) => {
  db.collection("a").drop();
  await db.collection("b").drop();
  const one = db.collection("c").drop();
  await db.collection("d").aggregate([{ $out: "x" }]);
  await db.collection("e").aggregate([{ $out: "x" }]).toArray();
  for await (const doc of db.collection("f").find({})) await db.collection("g").insertOne(doc);
  const cursor = db.collection("h").aggregate([{ $out: "x" }]);
  while (await cursor.hasNext()) await cursor.next();
  await one;
};`;
  const statements = parseScript({ file: "1.mjs", line: 1, text, transaction: "none" });
  expect(statements.map((statement) => [treeOf(statement).command.collection, treeOf(statement).waited])).toEqual([
    ["a", "left"],
    ["b", "waited"],
    ["c", "waited"],
    ["d", "left"],
    ["e", "waited"],
    ["f", "waited"],
    ["g", "waited"],
    ["h", "waited"],
  ]);
});
