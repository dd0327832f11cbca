import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, newIndexes } from "../rule-facts.ts";

export const noSparseAndPartial = defineRule({
  id: "no-sparse-and-partial",
  level: "error",
  what: "Makes an index sparse and partial at once.",
  why: "The server refuses it.",
  instead: "A partial filter alone says which documents are meant.",
  source: "https://www.mongodb.com/docs/manual/core/index-partial/#restrictions",
  versions: "*",
  covers: [],
  given: '{ "create": "orders" }',
  claims: { orders: { fails: "CannotCreateIndex" } },
  examples: {
    bad: [
      '{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "sparse": true, "partialFilterExpression": { "mail": { "$exists": true } } }] }',
    ],
    good: ['{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "sparse": true }] }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return newIndexes(tree).flatMap(({ isSparse, isPartial, spec }) =>
      isSparse && isPartial ? [hitAt(statement, spec ?? undefined, "sparse", labelOf(tree))] : [],
    );
  },
});
