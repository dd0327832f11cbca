import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, schemasOf } from "../rule-facts.ts";

export const preferDateType = defineRule({
  id: "prefer-date-type",
  level: "note",
  what: "Keeps a point in time as a text.",
  why: "Texts of dates do not expire by TTL, compare only while all are written alike, and take twice the room.",
  instead: 'bsonType: "date".',
  source: "https://www.mongodb.com/docs/manual/reference/bson-types/#date",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ['{ "create": "orders", "validator": { "$jsonSchema": { "properties": { "createdAt": { "bsonType": "string" } } } } }'],
    good: [
      '{ "create": "orders", "validator": { "$jsonSchema": { "properties": { "createdAt": { "bsonType": "date" }, "format": { "bsonType": "string" } } } } }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return schemasOf(tree).flatMap(({ schema, path }) =>
      schema["bsonType"] === "string" && /(?:[a-z]At|_at|Date|_date|Timestamp|_timestamp|Time|_time)$/.test(path)
        ? [hitAt(statement, schema, "bsonType", labelOf(tree), `${path} is kept as a text.`)]
        : [],
    );
  },
});
