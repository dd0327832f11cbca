import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, newIndexes, seenAt, shapeIn } from "../rule-facts.ts";

export const noParallelArrayIndex = defineRule({
  id: "no-parallel-array-index",
  level: "error",
  what: "Indexes two fields that are arrays in one document.",
  why: "The server refuses the build, or the first such document, with CannotIndexParallelArrays (171).",
  instead: "An index for each, or one array of documents that hold both.",
  source: "https://www.mongodb.com/docs/manual/core/indexes/index-types/index-multikey/#compound-multikey-indexes",
  versions: "*",
  covers: [],
  given: '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "tags": ["a"], "items": ["b"] }] }',
  claims: { orders: { fails: "CannotIndexParallelArrays" } },
  examples: {
    bad: ['{ "createIndexes": "orders", "indexes": [{ "key": { "tags": 1, "items": 1 }, "name": "both" }] }'],
    good: ['{ "createIndexes": "orders", "indexes": [{ "key": { "tags": 1, "at": 1 }, "name": "one" }] }'],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const shape = shapeIn(context, tree.command.collection);
    return newIndexes(tree).flatMap(({ key, spec }) => {
      const arrays = key
        .map(([path]) => path)
        .filter((path) => seenAt(shape, path)?.types["array"] !== undefined || (seenAt(shape, path)?.lengths ?? null) !== null);
      return arrays.length > 1 ? [hitAt(statement, spec ?? undefined, "key", labelOf(tree), `${arrays.join(" and ")} are arrays.`)] : [];
    });
  },
});
