import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf } from "../rule-facts.ts";

export const noValidationActionWarnLeft = defineRule({
  id: "no-validation-action-warn-left",
  level: "note",
  what: "The validator only warns, and nothing of this set makes it refuse.",
  why: "Documents that break it go on being written; the log is not read for ever.",
  instead: 'Say when it becomes "error": a later migration, once the count of violations is zero.',
  source: "https://www.mongodb.com/docs/manual/core/schema-validation/handle-invalid-documents/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: ['{ "collMod": "orders", "validator": { "$jsonSchema": { "required": ["total"] } }, "validationAction": "warn" }'],
    good: [
      '{ "collMod": "orders", "validator": { "$jsonSchema": { "required": ["total"] } }, "validationAction": "warn" } { "update": "orders", "updates": [{ "q": { "total": { "$exists": false } }, "u": { "$set": { "total": 0 } }, "multi": true }] } { "collMod": "orders", "validationAction": "error" }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const { name, body, collection } = tree.command;
    if ((name !== "collMod" && name !== "create") || body["validationAction"] !== "warn") return [];
    const isRaised = context.statements.slice(context.index + 1).some((later) => {
      const { command } = treeOf(later);
      return command.name === "collMod" && command.collection === collection && command.body["validationAction"] === "error";
    });
    return isRaised ? [] : [hitAt(statement, body, "validationAction", labelOf(tree))];
  },
});
