import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, newIndexes, seenAt, shapeIn } from "../rule-facts.ts";

export const noMixedTypesInKey = defineRule({
  id: "no-mixed-types-in-key",
  level: "warning",
  what: "Indexes a field that holds values of several types.",
  why: 'Comparisons find values of one type only ("5" is not 5), so a range misses documents and a unique index lets both in.',
  instead: "Convert to one type in batches first, and keep it by the validator.",
  source: "https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/",
  versions: "*",
  covers: [],
  given: '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "number": 5 }, { "_id": 2, "number": "5" }] }',
  claims: {},
  examples: {
    bad: ['{ "createIndexes": "orders", "indexes": [{ "key": { "number": 1 }, "name": "number_1" }] }'],
    good: ['{ "createIndexes": "orders", "indexes": [{ "key": { "other": 1 }, "name": "other_1" }] }'],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const shape = shapeIn(context, tree.command.collection);
    return newIndexes(tree).flatMap(({ key, spec }) =>
      key.flatMap(([path]) => {
        const kinds = new Set(
          Object.keys(seenAt(shape, path)?.types ?? {})
            .map((type) => (["int", "long", "double", "decimal"].includes(type) ? "number" : type))
            .filter((type) => type !== "null" && type !== "array"),
        );
        return kinds.size > 1
          ? [hitAt(statement, spec ?? undefined, "key", labelOf(tree), `${path} holds ${[...kinds].toSorted().join(" and ")}.`)]
          : [];
      }),
    );
  },
});
