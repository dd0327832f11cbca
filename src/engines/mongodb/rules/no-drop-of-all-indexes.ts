import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, mayHoldDocuments } from "../rule-facts.ts";

export const noDropOfAllIndexes = defineRule({
  id: "no-drop-of-all-indexes",
  level: "error",
  what: "Drops every index of a collection but that of _id.",
  why: "Every query on it reads all documents until they are built again, unique ones let duplicates in meanwhile.",
  instead: "Name the index that is meant.",
  source: "https://www.mongodb.com/docs/manual/reference/command/dropIndexes/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] } { "createIndexes": "orders", "indexes": [{ "key": { "status": 1, "at": 1 }, "name": "status_1_at_1" }] }',
  claims: {},
  examples: { bad: ['{ "dropIndexes": "orders", "index": "*" }'], good: ['{ "dropIndexes": "orders", "index": "status_1_at_1" }'] },
  check: (statement, context) => {
    const tree = treeOf(statement);
    return tree.command.name === "dropIndexes" && tree.command.body["index"] === "*" && mayHoldDocuments(context, tree)
      ? [hitAt(statement, tree.command.body, "index", labelOf(tree))]
      : [];
  },
});
