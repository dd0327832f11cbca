import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { labelOf } from "../rule-facts.ts";

export const noMapReduce = defineRule({
  id: "no-map-reduce",
  level: "warning",
  what: "Uses mapReduce or eval.",
  why: "mapReduce is deprecated since 5.0 and runs JavaScript on every document; eval is gone since 4.2.",
  instead: "An aggregation pipeline.",
  source: "https://www.mongodb.com/docs/manual/core/map-reduce/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: [
      '{ "mapReduce": "orders", "map": "function () { emit(this.status, 1); }", "reduce": "function (k, v) { return 1; }", "out": { "inline": 1 } }',
      '{ "eval": "1" }',
    ],
    good: ['{ "aggregate": "orders", "pipeline": [{ "$group": { "_id": "$status" } }], "cursor": {} }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return /^(?:mapreduce|eval)$/i.test(tree.command.name) ? [{ object: labelOf(tree) }] : [];
  },
});
