import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { labelOf, mayHoldDocuments } from "../rule-facts.ts";

export const noDropCollection = defineRule({
  id: "no-drop-collection",
  level: "warning",
  what: "Drops a collection with its documents.",
  why: "They are gone at once, also for the release that runs now, which makes an empty one by its next write.",
  instead: "Stop using it, release, rename it away for a while, then drop it.",
  source: "https://www.mongodb.com/docs/manual/reference/command/drop/",
  versions: "*",
  covers: ["squawk:ban-drop-table", "atlas:DS102"],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: { bad: ['{ "drop": "orders" }'], good: ['{ "create": "o" } { "drop": "o" }'] },
  check: (statement, context) => {
    const tree = treeOf(statement);
    return tree.command.name === "drop" && mayHoldDocuments(context, tree) ? [{ object: labelOf(tree) }] : [];
  },
});
