import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { filtersOf, isIndexed, labelOf } from "../rule-facts.ts";

export const noQueryInLoop = defineRule({
  id: "no-query-in-loop",
  level: "warning",
  what: "Asks by a field without an index, once for each of something.",
  why: "Each round reads the whole collection: a thousand rounds read it a thousand times.",
  instead: "One query for all ($in, $lookup), or an index on the field first.",
  source: "https://www.mongodb.com/docs/manual/tutorial/optimize-query-performance-with-indexes-and-projections/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: ["for (const name of process.argv) { db.orders.find({ mail: name }).toArray(); }"],
    good: ["for (const name of process.argv) { db.orders.find({ _id: name }).toArray(); }", 'db.orders.find({ mail: "a" });'],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    if (tree.repeats !== "in-loop" || tree.command.collection === null) return [];
    const paths = filtersOf(tree).flatMap(({ filter }) => Object.keys(filter).filter((path) => !path.startsWith("$")));
    const isScan = paths.length > 0 && paths.every((path) => isIndexed(context, tree.command.collection ?? "", path) === false);
    return isScan
      ? [{ object: labelOf(tree), what: `Asks ${labelOf(tree) ?? "a collection"} by ${paths.join(", ")} in a loop, without an index.` }]
      : [];
  },
});
