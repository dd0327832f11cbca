import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentsIn } from "../parse/value.ts";
import { hitAt, labelOf } from "../rule-facts.ts";

export const noWhere = defineRule({
  id: "no-where",
  level: "warning",
  what: "Runs JavaScript inside the server.",
  why: "No index helps, every document is handed to an interpreter, and many deployments switch it off (security.javascriptEnabled).",
  instead: "Say it by operators: $expr, $regexMatch, $cond, $filter.",
  source: "https://www.mongodb.com/docs/manual/reference/operator/query/where/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: { orders: { scans: true } },
  examples: {
    bad: [
      '{ "find": "orders", "filter": { "$where": "this.a > 1" } }',
      '{ "aggregate": "orders", "pipeline": [{ "$set": { "x": { "$function": { "body": "function () { return 1; }", "args": [], "lang": "js" } } } }], "cursor": {} }',
    ],
    good: ['{ "find": "orders", "filter": { "$expr": { "$gt": ["$a", 1] } } }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return [...documentsIn(tree.command.body)].flatMap(({ document }) =>
      ["$where", "$function", "$accumulator"]
        .filter((key) => document[key] !== undefined)
        .map((key) => hitAt(statement, document, key, labelOf(tree))),
    );
  },
});
