import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { isUnread } from "../parse/value.ts";
import { type Change, hitAt, isEmptyFilter, labelOf, mayHoldDocuments, settersOf, updatesOf } from "../rule-facts.ts";

export const noBackfillInOneCommand = defineRule({
  id: "no-backfill-in-one-command",
  level: "warning",
  what: "Changes the documents of a collection in one command.",
  why: "It takes as long as the collection is large, fills the oplog faster than secondaries follow, and cannot go on where it was interrupted.",
  instead: "Batches by key of a thousand or so, each with a filter that finds only what is left, waiting while secondaries lag.",
  source: "https://www.mongodb.com/docs/manual/core/write-operations-atomicity/",
  versions: "*",
  covers: ["strong_migrations:backfilling_data"],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: { orders: { scans: true } },
  sizes: { orders: { rowsEstimated: 2_000_000, sizeBytes: 400_000_000 } },
  work: "rewrite",
  examples: {
    bad: [
      '{ "update": "orders", "updates": [{ "q": { "tier": { "$exists": false } }, "u": { "$set": { "tier": "b" } }, "multi": true }] }',
    ],
    good: [
      '{ "update": "orders", "updates": [{ "q": { "_id": { "$gt": 0, "$lte": 1000 }, "tier": { "$exists": false } }, "u": { "$set": { "tier": "b" } }, "multi": true }] }',
      '{ "create": "o" } { "update": "o", "updates": [{ "q": { "a": 1 }, "u": { "$set": { "tier": "b" } }, "multi": true }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const label = labelOf(tree);
    const rows = label === null ? undefined : context.sizes[label]?.rowsEstimated;
    // Ten thousand documents are a matter of a second.
    if (!mayHoldDocuments(context, tree) || tree.repeats === "in-loop" || (rows !== undefined && rows < 10_000)) return [];
    const sets = (change: Change): boolean => settersOf(change.update).some(({ operator }) => operator.startsWith("$"));
    return updatesOf(tree).flatMap((change) => {
      const isBounded = ["_id", "$and"].some((key) => change.filter[key] !== undefined) || isUnread(change.entry[change.filterKey]);
      return change.isMany && sets(change) && !isBounded && !isEmptyFilter(change.entry, change.filterKey)
        ? [hitAt(statement, change.entry, change.filterKey, label)]
        : [];
    });
  },
});
