import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, newIndexes } from "../rule-facts.ts";

export const noSparseUnique = defineRule({
  id: "no-sparse-unique",
  level: "warning",
  what: "Makes a unique index that passes over documents without the field.",
  why: "A compound key is passed over only where all its fields are missing, null counts as a value, and sorts by it leave documents out unless hinted.",
  instead: 'partialFilterExpression: { field: { $exists: true } } or { $type: "string" } says which documents are meant.',
  source: "https://www.mongodb.com/docs/manual/core/index-sparse/",
  versions: "*",
  covers: [],
  given: '{ "create": "orders" }',
  claims: {},
  examples: {
    bad: ['{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "unique": true, "sparse": true }] }'],
    good: [
      '{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "unique": true, "partialFilterExpression": { "mail": { "$exists": true } } }] }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return newIndexes(tree).flatMap(({ isSparse, isUnique, spec }) =>
      isSparse && isUnique ? [hitAt(statement, spec ?? undefined, "sparse", labelOf(tree))] : [],
    );
  },
});
