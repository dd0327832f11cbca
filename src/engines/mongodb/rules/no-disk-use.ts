import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf } from "../rule-facts.ts";

export const noDiskUse = defineRule({
  id: "no-disk-use",
  level: "note",
  what: "Lets a sort or a group spill to disk.",
  why: "It needs more than 100 MB at once; on a busy server it takes memory and disk from everybody else.",
  instead: "An index in the order of the sort, an earlier $match or $project, smaller portions.",
  source: "https://www.mongodb.com/docs/manual/core/aggregation-pipeline-limits/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: ['{ "aggregate": "orders", "pipeline": [{ "$sort": { "at": 1 } }], "cursor": {}, "allowDiskUse": true }'],
    good: ['{ "aggregate": "orders", "pipeline": [{ "$sort": { "_id": 1 } }], "cursor": {} }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return tree.command.body["allowDiskUse"] === true ? [hitAt(statement, tree.command.body, "allowDiskUse", labelOf(tree))] : [];
  },
});
