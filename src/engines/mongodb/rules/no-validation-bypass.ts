import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf } from "../rule-facts.ts";

export const noValidationBypass = defineRule({
  id: "no-validation-bypass",
  level: "warning",
  what: "Writes past the validator.",
  why: "Documents that break it are stored, and the next ordinary update of one of them fails.",
  instead: "Write documents that fit; change the validator first where the new shape is not allowed yet.",
  source: "https://www.mongodb.com/docs/manual/core/schema-validation/bypass-document-validation/",
  versions: "*",
  covers: [],
  given: '{ "create": "orders", "validator": { "$jsonSchema": { "required": ["mail"] } } }',
  claims: { orders: { rowsWritten: 1 } },
  examples: {
    bad: ['{ "insert": "orders", "documents": [{ "_id": 1 }], "bypassDocumentValidation": true }'],
    good: ['{ "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example" }] }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return tree.command.body["bypassDocumentValidation"] === true
      ? [hitAt(statement, tree.command.body, "bypassDocumentValidation", labelOf(tree))]
      : [];
  },
});
