import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, newIndexes } from "../rule-facts.ts";

export const noUniqueHashedIndex = defineRule({
  id: "no-unique-hashed-index",
  level: "error",
  what: "Makes a hashed index unique.",
  why: "The server refuses it: a hash does not tell two values apart.",
  instead: "A unique index on the field itself beside the hashed one.",
  source: "https://www.mongodb.com/docs/manual/core/indexes/index-types/index-hashed/#considerations",
  versions: "*",
  covers: [],
  given: '{ "create": "orders" }',
  claims: { orders: { fails: "Location16764" } },
  examples: {
    bad: ['{ "createIndexes": "orders", "indexes": [{ "key": { "mail": "hashed" }, "name": "mail_hashed", "unique": true }] }'],
    good: ['{ "createIndexes": "orders", "indexes": [{ "key": { "mail": "hashed" }, "name": "mail_hashed" }] }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    return newIndexes(tree).flatMap(({ key, isUnique, spec }) =>
      isUnique && key.some(([, order]) => order === "hashed") ? [hitAt(statement, spec ?? undefined, "unique", labelOf(tree))] : [],
    );
  },
});
