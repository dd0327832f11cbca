import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, mayHoldDocuments, settersOf, updatesOf } from "../rule-facts.ts";

export const noUpdateThatAddsAgain = defineRule({
  id: "no-update-that-adds-again",
  level: "warning",
  what: "Adds to what is there, for many documents, without saying which are done.",
  why: "An interrupted command is run again, and what it had reached is counted or appended twice.",
  instead: "Set a value that is computed from the old shape, mark what is done in the same update, or use $addToSet.",
  source: "https://www.mongodb.com/docs/manual/core/retryable-writes/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: ['{ "update": "orders", "updates": [{ "q": { "status": "old" }, "u": { "$inc": { "count": 1 } }, "multi": true }] }'],
    good: [
      '{ "update": "orders", "updates": [{ "q": { "status": "old", "version": { "$ne": 2 } }, "u": { "$inc": { "count": 1 }, "$set": { "version": 2 } }, "multi": true }] }',
      '{ "update": "orders", "updates": [{ "q": { "status": "old" }, "u": { "$addToSet": { "tags": "a" } }, "multi": true }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    if (!mayHoldDocuments(context, tree)) return [];
    return updatesOf(tree).flatMap(({ update, filter, isMany }) => {
      const setters = settersOf(update);
      const isMarked = setters.some(({ operator, path }) => ["$set", "$unset", "$rename"].includes(operator) && filter[path] !== undefined);
      const adding = setters.find(({ operator }) => ["$inc", "$mul", "$push"].includes(operator));
      return isMany && adding !== undefined && !isMarked
        ? [
            hitAt(
              statement,
              adding.holder,
              adding.path,
              labelOf(tree),
              `${adding.operator} of ${adding.path} is done again when the command is run again.`,
            ),
          ]
        : [];
    });
  },
});
