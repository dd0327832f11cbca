import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf } from "../rule-facts.ts";

export const noCursorWithoutTimeout = defineRule({
  id: "no-cursor-without-timeout",
  level: "note",
  what: "Keeps a cursor open for ever.",
  why: "When the program dies the server keeps it, with what it holds, until it is restarted.",
  instead: "Batches by key, each a query of its own.",
  source: "https://www.mongodb.com/docs/manual/reference/method/cursor.noCursorTimeout/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: ['{ "find": "orders", "filter": {}, "noCursorTimeout": true }'],
    good: ['{ "find": "orders", "filter": {}, "batchSize": 100 }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return tree.command.body["noCursorTimeout"] === true ? [hitAt(statement, tree.command.body, "noCursorTimeout", labelOf(tree))] : [];
  },
});
