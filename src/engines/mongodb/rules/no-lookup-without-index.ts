import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt, textAt } from "../parse/value.ts";
import { hitAt, isIndexed, stagesIn } from "../rule-facts.ts";

export const noLookupWithoutIndex = defineRule({
  id: "no-lookup-without-index",
  level: "warning",
  what: "Joins another collection by a field that no index of it begins with.",
  why: "For every document that comes in, the other collection is read whole.",
  instead: "An index on foreignField, made before.",
  source: "https://www.mongodb.com/docs/manual/reference/operator/aggregation/lookup/#equality-match-with-a-single-join-condition",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] } { "create": "customers" } { "insert": "customers", "documents": [{ "_id": 1, "mail": "a@x.example" }] }',
  claims: {},
  examples: {
    bad: [
      '{ "aggregate": "orders", "pipeline": [{ "$lookup": { "from": "customers", "localField": "mail", "foreignField": "mail", "as": "customer" } }], "cursor": {} }',
    ],
    good: [
      '{ "aggregate": "orders", "pipeline": [{ "$lookup": { "from": "customers", "localField": "customer", "foreignField": "_id", "as": "customer" } }], "cursor": {} }',
      '{ "createIndexes": "customers", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1" }] } { "aggregate": "orders", "pipeline": [{ "$lookup": { "from": "customers", "localField": "mail", "foreignField": "mail", "as": "customer" } }], "cursor": {} }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    return stagesIn(tree.command.body["pipeline"]).flatMap((stage) => {
      const lookup = documentAt(stage, "$lookup") ?? documentAt(stage, "$graphLookup");
      const from = textAt(lookup ?? undefined, "from");
      const key = stage["$lookup"] === undefined ? "connectToField" : "foreignField";
      const field = textAt(lookup ?? undefined, key);
      return lookup !== null && from !== null && field !== null && isIndexed(context, from, field) === false
        ? [hitAt(statement, lookup, key, printName([from]), `No index of ${from} begins with ${field}.`)]
        : [];
    });
  },
});
