import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { labelOf } from "../rule-facts.ts";

export const noBlockingMaintenance = defineRule({
  id: "no-blocking-maintenance",
  level: "warning",
  what: "Runs maintenance that others wait for.",
  why: "compact, reIndex and validate hold the collection or the server's attention for as long as it is large.",
  instead: "On a secondary taken out of the set, one after the other.",
  source: "https://www.mongodb.com/docs/manual/reference/command/compact/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: { bad: ['{ "compact": "orders" }', '{ "validate": "orders", "full": true }'], good: ['{ "validate": "orders" }'] },
  check: (statement) => {
    const tree = treeOf(statement);
    const { name, body } = tree.command;
    return name === "compact" || name === "reIndex" || (name === "validate" && body["full"] === true) ? [{ object: labelOf(tree) }] : [];
  },
});
