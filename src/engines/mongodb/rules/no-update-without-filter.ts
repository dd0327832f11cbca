import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, isEmptyFilter, labelOf, mayHoldDocuments, updatesOf } from "../rule-facts.ts";

export const noUpdateWithoutFilter = defineRule({
  id: "no-update-without-filter",
  level: "warning",
  what: "Changes every document of a collection in one command.",
  why: "Nothing says which documents are done: an interrupted run starts anew, and every document is written to the oplog at once.",
  instead: "A filter that finds only what is left to do, in batches by key.",
  source: "https://www.mongodb.com/docs/manual/reference/command/update/",
  versions: "*",
  covers: ["pgls:ban_update_without_where"],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: { orders: { scans: true, rowsWritten: 2 } },
  examples: {
    bad: ['{ "update": "orders", "updates": [{ "q": {}, "u": { "$set": { "tier": "b" } }, "multi": true }] }'],
    good: [
      '{ "update": "orders", "updates": [{ "q": { "tier": { "$exists": false } }, "u": { "$set": { "tier": "b" } }, "multi": true }] }',
      '{ "create": "o" } { "update": "o", "updates": [{ "q": {}, "u": { "$set": { "tier": "b" } }, "multi": true }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    return mayHoldDocuments(context, tree)
      ? updatesOf(tree).flatMap(({ entry, filterKey, isMany }) =>
          isMany && isEmptyFilter(entry, filterKey) ? [hitAt(statement, entry, filterKey, labelOf(tree))] : [],
        )
      : [];
  },
});
