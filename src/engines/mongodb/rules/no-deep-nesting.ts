import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { labelOf, schemasOf } from "../rule-facts.ts";

export const noDeepNesting = defineRule({
  id: "no-deep-nesting",
  level: "note",
  what: "Nests documents more than five deep.",
  why: "Each level makes paths, indexes and array updates harder, and the server stops at 100 levels (180 in storage).",
  instead: "Flatten what belongs together, or give the inner part a collection of its own.",
  source: "https://www.mongodb.com/docs/manual/reference/limits/#mongodb-limit-Nested-Depth-for-BSON-Documents",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: [
      '{ "create": "o", "validator": { "$jsonSchema": { "properties": { "a": { "properties": { "b": { "properties": { "c": { "properties": { "d": { "properties": { "e": { "properties": { "f": { "bsonType": "string" } } } } } } } } } } } } } } }',
    ],
    good: [
      '{ "create": "o", "validator": { "$jsonSchema": { "properties": { "a": { "properties": { "b": { "bsonType": "string" } } } } } } }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const deepest =
      schemasOf(tree)
        .map(({ path }) => path)
        .toSorted((a, b) => b.split(".").length - a.split(".").length)[0] ?? "";
    const depth = deepest.split(".").length;
    return depth > 5 ? [{ object: labelOf(tree), what: `${deepest} lies ${depth} levels deep.` }] : [];
  },
});
