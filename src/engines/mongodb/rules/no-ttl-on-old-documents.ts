import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt } from "../parse/value.ts";
import { hitAt, labelOf, mayHoldDocuments, newIndexes } from "../rule-facts.ts";

export const noTtlOnOldDocuments = defineRule({
  id: "no-ttl-on-old-documents",
  level: "warning",
  what: "Lets documents expire that are there already.",
  why: "The server begins to delete everything older than that within a minute, all at once, and nothing brings it back.",
  instead: "Count what would go first and name it; begin with a long time and shorten it in steps.",
  source: "https://www.mongodb.com/docs/manual/core/index-ttl/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: [
      '{ "createIndexes": "orders", "indexes": [{ "key": { "at": 1 }, "name": "at_1", "expireAfterSeconds": 3600 }] }',
      '{ "collMod": "orders", "index": { "name": "at_1", "expireAfterSeconds": 60 } }',
    ],
    good: [
      '{ "create": "sessions" } { "createIndexes": "sessions", "indexes": [{ "key": { "at": 1 }, "name": "at_1", "expireAfterSeconds": 3600 }] }',
      '{ "createIndexes": "orders", "indexes": [{ "key": { "at": 1 }, "name": "at_1" }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    if (!mayHoldDocuments(context, tree)) return [];
    const { body, name } = tree.command;
    const made = newIndexes(tree)
      .filter(({ isTtl }) => isTtl)
      .map(({ spec }) => hitAt(statement, spec ?? undefined, "expireAfterSeconds", labelOf(tree)));
    const index = documentAt(body, "index");
    const changed =
      name === "collMod" && index?.["expireAfterSeconds"] !== undefined
        ? [hitAt(statement, index, "expireAfterSeconds", labelOf(tree))]
        : [];
    const whole =
      name === "collMod" && body["expireAfterSeconds"] !== undefined && body["expireAfterSeconds"] !== "off"
        ? [hitAt(statement, body, "expireAfterSeconds", labelOf(tree))]
        : [];
    return [...made, ...changed, ...whole];
  },
});
