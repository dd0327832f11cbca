import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";

export const noDropDatabase = defineRule({
  id: "no-drop-database",
  level: "error",
  what: "Drops a database.",
  why: "Every collection, user-made or not, goes at once, and nothing brings it back.",
  instead: "Drop what is meant by name.",
  source: "https://www.mongodb.com/docs/manual/reference/command/dropDatabase/",
  versions: "*",
  covers: ["squawk:ban-drop-database", "atlas:DS101"],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: { bad: ['{ "dropDatabase": 1 }'], good: ['{ "drop": "orders" }'] },
  check: (statement) => (treeOf(statement).command.name === "dropDatabase" ? [{ object: null }] : []),
});
