import type { JsonValue } from "../../../model/json.ts";
import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { isDocument } from "../parse/value.ts";
import { filtersOf, hitAt, labelOf, settersOf, updatesOf } from "../rule-facts.ts";

export const noNegationAlone = defineRule({
  id: "no-negation-alone",
  level: "note",
  what: "Selects documents only by what they are not.",
  why: "Nearly every document fits: an index is read whole or not at all.",
  instead: "Say what they are, or add a condition that selects.",
  source: "https://www.mongodb.com/docs/manual/reference/operator/query/ne/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: { orders: { scans: true } },
  examples: {
    bad: ['{ "update": "orders", "updates": [{ "q": { "status": { "$ne": "old" } }, "u": { "$set": { "a": 1 } }, "multi": true }] }'],
    good: [
      '{ "update": "orders", "updates": [{ "q": { "status": "new", "a": { "$ne": 1 } }, "u": { "$set": { "a": 1 } }, "multi": true }] }',
      '{ "update": "orders", "updates": [{ "q": { "a": { "$ne": 1 } }, "u": { "$set": { "a": 1 } }, "multi": true }] }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const isNegation = (value: JsonValue | undefined): boolean =>
      isDocument(value) && Object.keys(value).length > 0 && Object.keys(value).every((key) => ["$ne", "$nin", "$not"].includes(key));
    // What is not yet as it is to be: the guard of a backfill.
    const set = new Set(updatesOf(tree).flatMap(({ update }) => settersOf(update).map(({ path }) => path)));
    return filtersOf(tree).flatMap(({ filter, holder, key }) => {
      const entries = Object.entries(filter);
      return entries.length > 0 && entries.every(([path, value]) => isNegation(value) && !set.has(path))
        ? [hitAt(statement, holder, key, labelOf(tree))]
        : [];
    });
  },
});
