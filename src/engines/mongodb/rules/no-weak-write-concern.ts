import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt } from "../parse/value.ts";
import { hitAt, labelOf } from "../rule-facts.ts";

export const noWeakWriteConcern = defineRule({
  id: "no-weak-write-concern",
  level: "warning",
  what: "Goes on before a majority of the servers has the write.",
  why: "After a failover it is gone, and nobody is told.",
  instead: 'Leave the write concern at its default, { w: "majority" }, or say so.',
  source: "https://www.mongodb.com/docs/manual/reference/write-concern/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: [
      '{ "update": "orders", "updates": [{ "q": { "_id": 1 }, "u": { "$set": { "a": 1 } } }], "writeConcern": { "w": 1 } }',
      '{ "insert": "orders", "documents": [{ "_id": 9 }], "writeConcern": { "w": 0 } }',
    ],
    good: ['{ "update": "orders", "updates": [{ "q": { "_id": 1 }, "u": { "$set": { "a": 1 } } }], "writeConcern": { "w": "majority" } }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const concern = documentAt(tree.command.body, "writeConcern");
    const isWeak = concern !== null && (concern["w"] === 0 || concern["w"] === 1 || concern["j"] === false);
    return isWeak ? [hitAt(statement, tree.command.body, "writeConcern", labelOf(tree))] : [];
  },
});
