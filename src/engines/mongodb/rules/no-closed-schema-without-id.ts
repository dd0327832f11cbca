import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt } from "../parse/value.ts";
import { hitAt, labelOf, schemasOf } from "../rule-facts.ts";

export const noClosedSchemaWithoutId = defineRule({
  id: "no-closed-schema-without-id",
  level: "error",
  what: "Allows no other properties and does not list _id.",
  why: "Every document has an _id, so every write is refused.",
  instead: "List _id among the properties, or leave additionalProperties out.",
  source: "https://www.mongodb.com/docs/manual/reference/operator/query/jsonSchema/",
  versions: "*",
  covers: [],
  given: "",
  claims: { orders: { fails: "DocumentValidationFailure" } },
  examples: {
    bad: [
      '{ "create": "orders", "validator": { "$jsonSchema": { "properties": { "mail": { "bsonType": "string" } }, "additionalProperties": false } } } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example" }] }',
    ],
    good: [
      '{ "create": "orders", "validator": { "$jsonSchema": { "properties": { "_id": {}, "mail": { "bsonType": "string" } }, "additionalProperties": false } } }',
      '{ "create": "orders", "validator": { "$jsonSchema": { "properties": { "a": { "bsonType": "object", "properties": { "b": {} }, "additionalProperties": false } } } } }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return schemasOf(tree).flatMap(({ schema, path }) => {
      const allows = Object.keys(documentAt(schema, "patternProperties") ?? {}).some((pattern) =>
        "_id".includes(pattern.replaceAll(/[\^$]/g, "")),
      );
      const isClosed = path === "" && schema["additionalProperties"] === false;
      return isClosed && !allows && documentAt(schema, "properties")?.["_id"] === undefined
        ? [hitAt(statement, schema, "additionalProperties", labelOf(tree))]
        : [];
    });
  },
});
