import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, newIndexes } from "../rule-facts.ts";

export const noWildcardIndex = defineRule({
  id: "no-wildcard-index",
  level: "warning",
  what: "Indexes every field there is or will be.",
  why: "Each field of each document becomes an entry; it helps no query on two fields, and no sort.",
  instead: "Index the fields that queries name; limit it by wildcardProjection where names are not known.",
  source: "https://www.mongodb.com/docs/manual/core/indexes/index-types/index-wildcard/",
  versions: "*",
  covers: [],
  given: '{ "create": "orders" }',
  claims: {},
  examples: {
    bad: ['{ "createIndexes": "orders", "indexes": [{ "key": { "$**": 1 }, "name": "all" }] }'],
    good: [
      '{ "createIndexes": "orders", "indexes": [{ "key": { "$**": 1 }, "name": "all", "wildcardProjection": { "attributes": 1 } }] }',
      '{ "createIndexes": "orders", "indexes": [{ "key": { "attributes.$**": 1 }, "name": "attributes" }] }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return newIndexes(tree).flatMap(({ key, spec }) =>
      key.some(([path]) => path === "$**") && spec?.["wildcardProjection"] === undefined
        ? [hitAt(statement, spec ?? undefined, "key", labelOf(tree))]
        : [],
    );
  },
});
