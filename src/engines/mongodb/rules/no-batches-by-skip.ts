import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { isUnread, numberOf } from "../parse/value.ts";
import { hitAt, labelOf } from "../rule-facts.ts";

export const noBatchesBySkip = defineRule({
  id: "no-batches-by-skip",
  level: "warning",
  what: "Walks a collection by skipping what it has seen.",
  why: "Each portion reads everything before it again, and what is inserted or deleted meanwhile shifts the rest: documents are met twice or never.",
  instead: "Go on behind the last key: { _id: { $gt: last } } with a sort by _id.",
  source: "https://www.mongodb.com/docs/manual/reference/method/cursor.skip/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: ['{ "find": "orders", "filter": {}, "skip": 5000, "limit": 1000 }'],
    good: ['{ "find": "orders", "filter": { "_id": { "$gt": 5000 } }, "sort": { "_id": 1 }, "limit": 1000 }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const { body } = tree.command;
    const skip = body["skip"];
    const isSkipping = skip !== undefined && (isUnread(skip) || tree.repeats === "in-loop" || (numberOf(skip) ?? 0) > 1000);
    return isSkipping ? [hitAt(statement, body, "skip", labelOf(tree))] : [];
  },
});
