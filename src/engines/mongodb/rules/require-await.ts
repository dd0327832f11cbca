import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { labelOf } from "../rule-facts.ts";

export const requireAwait = defineRule({
  id: "require-await",
  level: "error",
  what: "Is sent and not waited for.",
  why: "The runner notes the migration as done and closes the connection while it is under way; what it refuses is never seen.",
  instead: "await it, or hand all of them to await Promise.all.",
  source: "https://www.mongodb.com/docs/manual/reference/method/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ['export const up = async (db) => { db.collection("a").updateMany({ b: 1 }, { $set: { c: 1 } }); };'],
    good: [
      'export const up = async (db) => { await db.collection("a").updateMany({ b: 1 }, { $set: { c: 1 } }); };',
      'export const up = (db) => db.collection("a").drop();',
      'export const up = async (db) => { await Promise.all([db.collection("a").drop(), db.collection("b").drop()]); };',
      "db.a.updateMany({ b: 1 }, { $set: { c: 1 } });",
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const isCursor = tree.method === "aggregate" || tree.method === "find";
    return tree.waited === "left" && !isCursor && tree.command.name !== "ping" ? [{ object: labelOf(tree) }] : [];
  },
});
