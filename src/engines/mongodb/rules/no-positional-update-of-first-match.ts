import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, settersOf, updatesOf } from "../rule-facts.ts";

export const noPositionalUpdateOfFirstMatch = defineRule({
  id: "no-positional-update-of-first-match",
  level: "warning",
  what: "Changes only the first element that fits, in each of many documents.",
  why: "The other elements of the array keep the old value, and nothing says so.",
  instead: "$[name] with arrayFilters, which reaches every element that fits.",
  source: "https://www.mongodb.com/docs/manual/reference/operator/update/positional-filtered/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: ['{ "update": "orders", "updates": [{ "q": { "items.sku": "a" }, "u": { "$set": { "items.$.sku": "b" } }, "multi": true }] }'],
    good: [
      '{ "update": "orders", "updates": [{ "q": { "items.sku": "a" }, "u": { "$set": { "items.$[one].sku": "b" } }, "arrayFilters": [{ "one.sku": "a" }], "multi": true }] }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return updatesOf(tree).flatMap(({ update, isMany }) =>
      isMany
        ? settersOf(update)
            .filter(({ path }) => /\.\$(?:\.|$)/.test(path))
            .map(({ holder, path }) => hitAt(statement, holder, path, labelOf(tree)))
        : [],
    );
  },
});
