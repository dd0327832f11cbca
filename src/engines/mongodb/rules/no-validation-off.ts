import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt } from "../parse/value.ts";
import { hitAt, labelOf } from "../rule-facts.ts";

export const noValidationOff = defineRule({
  id: "no-validation-off",
  level: "warning",
  what: "Takes the validator of a collection out of force.",
  why: "From here on any document may be written, and what is wrong has to be found afterwards.",
  instead: "Change the validator to what is allowed from now on; bypass it for single commands only.",
  source: "https://www.mongodb.com/docs/manual/reference/command/collMod/#mongodb-collflag-validationLevel",
  versions: "*",
  covers: [],
  given: '{ "create": "orders", "validator": { "$jsonSchema": { "required": ["mail"] } } }',
  claims: {},
  examples: {
    bad: ['{ "collMod": "orders", "validationLevel": "off" }', '{ "collMod": "orders", "validator": {} }'],
    good: ['{ "collMod": "orders", "validator": { "$jsonSchema": { "required": ["mail", "at"] } }, "validationLevel": "moderate" }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const { name, body } = tree.command;
    if (name !== "collMod") return [];
    const validator = documentAt(body, "validator");
    if (body["validationLevel"] === "off") return [hitAt(statement, body, "validationLevel", labelOf(tree))];
    return validator !== null && Object.keys(validator).length === 0 ? [hitAt(statement, body, "validator", labelOf(tree))] : [];
  },
});
