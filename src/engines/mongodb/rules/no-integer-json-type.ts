import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { isList } from "../parse/value.ts";
import { hitAt, labelOf, schemasOf } from "../rule-facts.ts";

export const noIntegerJsonType = defineRule({
  id: "no-integer-json-type",
  level: "error",
  what: 'Uses the type "integer", which MongoDB\'s $jsonSchema does not have.',
  why: "The server refuses the validator.",
  instead: 'Write bsonType: "int" or "long".',
  source: "https://www.mongodb.com/docs/manual/reference/operator/query/jsonSchema/",
  versions: "*",
  covers: [],
  given: "",
  claims: { orders: { fails: "FailedToParse" } },
  examples: {
    bad: ['{ "create": "orders", "validator": { "$jsonSchema": { "properties": { "count": { "type": "integer" } } } } }'],
    good: [
      '{ "create": "orders", "validator": { "$jsonSchema": { "properties": { "count": { "bsonType": "int" } } } } }',
      '{ "create": "orders", "validator": { "$jsonSchema": { "properties": { "count": { "type": "number" } } } } }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return schemasOf(tree).flatMap(({ schema }) => {
      const type = schema["type"];
      return type === "integer" || (isList(type) && type.includes("integer")) ? [hitAt(statement, schema, "type", labelOf(tree))] : [];
    });
  },
});
