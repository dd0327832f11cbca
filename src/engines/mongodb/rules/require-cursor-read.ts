import { defineRule } from "../../rule.ts";
import { outputsOf, treeOf } from "../parse/statement.ts";
import { labelOf } from "../rule-facts.ts";

export const requireCursorRead = defineRule({
  id: "require-cursor-read",
  level: "error",
  what: "Makes a pipeline that writes and never reads its cursor.",
  why: "The driver sends an aggregation when its cursor is read; awaiting the cursor itself sends nothing, and nothing is written.",
  instead: "End it with .toArray().",
  source: "https://www.mongodb.com/docs/manual/reference/operator/aggregation/merge/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ['export const up = async (db) => { await db.collection("a").aggregate([{ $merge: { into: "b" } }]); };'],
    good: [
      'export const up = async (db) => { await db.collection("a").aggregate([{ $merge: { into: "b" } }]).toArray(); };',
      'db.a.aggregate([{ $merge: { into: "b" } }]);',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return tree.waited === "left" && tree.method === "aggregate" && outputsOf(tree.command.body["pipeline"]).length > 0
      ? [{ object: labelOf(tree) }]
      : [];
  },
});
