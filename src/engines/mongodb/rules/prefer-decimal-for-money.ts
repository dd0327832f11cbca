import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, schemasOf } from "../rule-facts.ts";

export const preferDecimalForMoney = defineRule({
  id: "prefer-decimal-for-money",
  level: "note",
  what: "Keeps an amount of money as a double.",
  why: "Binary fractions do not hold 0.1: sums drift by cents.",
  instead: 'bsonType: "decimal", or whole cents as "long".',
  source: "https://www.mongodb.com/docs/manual/tutorial/model-monetary-data/",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: ['{ "create": "orders", "validator": { "$jsonSchema": { "properties": { "total": { "bsonType": "double" } } } } }'],
    good: [
      '{ "create": "orders", "validator": { "$jsonSchema": { "properties": { "total": { "bsonType": "decimal" }, "ratio": { "bsonType": "double" } } } } }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return schemasOf(tree).flatMap(({ schema, path }) =>
      schema["bsonType"] === "double" &&
      /(?:^|[._])(?:price|amount|total|sum|cost|fee|balance|tax|discount)s?$|(?:Price|Amount|Total|Cost|Fee|Balance|Tax)$/.test(path)
        ? [hitAt(statement, schema, "bsonType", labelOf(tree), `${path} is kept as a double.`)]
        : [],
    );
  },
});
