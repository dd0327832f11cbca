import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentsAt } from "../parse/value.ts";
import { labelOf, mayHoldDocuments, updatesOf } from "../rule-facts.ts";

export const requireWriteConcern = defineRule({
  id: "require-write-concern",
  level: "note",
  what: "Changes many documents and leaves it to the deployment when the write counts.",
  why: "Before MongoDB 5.0, and where a deployment's default was set to w: 1, a failover takes the acknowledged writes back.",
  instead: 'writeConcern: { w: "majority" } on what must not be lost.',
  source: "https://www.mongodb.com/docs/manual/reference/write-concern/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: ['{ "delete": "orders", "deletes": [{ "q": { "status": "old" }, "limit": 0 }] }'],
    good: ['{ "delete": "orders", "deletes": [{ "q": { "status": "old" }, "limit": 0 }], "writeConcern": { "w": "majority" } }'],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const isMany =
      updatesOf(tree).some((change) => change.isMany) || documentsAt(tree.command.body, "deletes").some((entry) => entry["limit"] === 0);
    return isMany && tree.scope === "alone" && tree.command.body["writeConcern"] === undefined && mayHoldDocuments(context, tree)
      ? [{ object: labelOf(tree) }]
      : [];
  },
});
