import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt } from "../parse/value.ts";
import { hitAt, labelOf, schemasOf, settersOf, updatesOf } from "../rule-facts.ts";

export const noUnboundedArray = defineRule({
  id: "no-unbounded-array",
  level: "warning",
  what: "Lets an array grow without an end.",
  why: "The document is written whole at each change, moves towards 16 MB, and every index on the array grows with it.",
  instead: "Bound it ($push with $slice, maxItems in the validator), or give the elements a collection of their own.",
  source: "https://www.mongodb.com/docs/manual/data-modeling/design-antipatterns/unbounded-arrays/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: [
      '{ "update": "orders", "updates": [{ "q": { "status": "old" }, "u": { "$push": { "events": { "kind": "moved" } } }, "multi": true }] }',
      '{ "create": "logs", "validator": { "$jsonSchema": { "properties": { "entries": { "bsonType": "array" } } } } }',
    ],
    good: [
      '{ "update": "orders", "updates": [{ "q": { "status": "old" }, "u": { "$push": { "events": { "$each": [{ "kind": "moved" }], "$slice": -50 } } }, "multi": true }] }',
      '{ "create": "logs", "validator": { "$jsonSchema": { "properties": { "entries": { "bsonType": "array", "maxItems": 50 }, "one": { "bsonType": "array", "items": { "enum": ["a", "b"] } } } } } }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const object = labelOf(tree);
    const pushed = updatesOf(tree)
      .filter(({ isMany }) => isMany || tree.repeats === "in-loop")
      .flatMap(({ update }) => settersOf(update))
      .filter(({ operator, value }) => operator === "$push" && documentAt({ value }, "value")?.["$slice"] === undefined)
      .map(({ holder, path }) => hitAt(statement, holder, path, object, `${path} grows by each $push, without $slice.`));
    const declared = schemasOf(tree).flatMap(({ schema, path }) => {
      const isArray = schema["bsonType"] === "array" || schema["type"] === "array";
      const isBounded =
        schema["maxItems"] !== undefined || schema["uniqueItems"] === true || documentAt(schema, "items")?.["enum"] !== undefined;
      return isArray && !isBounded ? [hitAt(statement, schema, "bsonType", object, `${path} is an array without maxItems.`)] : [];
    });
    return [...pushed, ...declared];
  },
});
