import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt, textAt } from "../parse/value.ts";
import { definitionOf, hitAt, labelOf, mayHoldDocuments } from "../rule-facts.ts";

export const noStrictValidatorAtOnce = defineRule({
  id: "no-strict-validator-at-once",
  level: "warning",
  what: "Refuses every write of a document that does not fit, from this moment on.",
  why: "Old documents that break the rule can no longer be updated at all, and an old release that writes another shape fails.",
  instead:
    'Count what breaks it, set validationAction "warn" or validationLevel "moderate" first, correct the documents, then "error" and "strict".',
  source: "https://www.mongodb.com/docs/manual/core/schema-validation/specify-validation-level/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: [
      '{ "collMod": "orders", "validator": { "$jsonSchema": { "required": ["total"] } } }',
      '{ "collMod": "orders", "validator": { "$jsonSchema": { "required": ["mail"] } }, "validationLevel": "strict", "validationAction": "error" }',
    ],
    good: [
      '{ "collMod": "orders", "validator": { "$jsonSchema": { "required": ["total"] } }, "validationLevel": "moderate" }',
      '{ "collMod": "orders", "validator": { "$jsonSchema": { "required": ["total"] } }, "validationAction": "warn" }',
      '{ "create": "parts", "validator": { "$jsonSchema": { "required": ["total"] } } } { "collMod": "parts", "validator": { "$jsonSchema": { "required": ["sku"] } } }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const { name, body } = tree.command;
    const validator = documentAt(body, "validator");
    if (name !== "collMod" || validator === null || Object.keys(validator).length === 0 || !mayHoldDocuments(context, tree)) return [];
    const before = definitionOf(context, tree.command.collection);
    const level = textAt(body, "validationLevel") ?? before?.level ?? "strict";
    const action = textAt(body, "validationAction") ?? before?.action ?? "error";
    return level === "strict" && action === "error" ? [hitAt(statement, body, "validator", labelOf(tree))] : [];
  },
});
