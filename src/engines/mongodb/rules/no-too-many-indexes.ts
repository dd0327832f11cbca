import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { indexesBefore, labelOf, newIndexes } from "../rule-facts.ts";

export const noTooManyIndexes = defineRule({
  id: "no-too-many-indexes",
  level: "warning",
  what: "Brings a collection to more than twelve indexes.",
  why: "Every insert writes each of them, and all of them compete for memory; the server stops at 64.",
  instead: "Merge indexes with a common beginning, drop those that $indexStats shows unused.",
  source: "https://www.mongodb.com/docs/manual/core/data-model-operations/#indexes",
  versions: "*",
  covers: [],
  given: "",
  claims: {},
  examples: {
    bad: [
      '{ "create": "o" } { "createIndexes": "o", "indexes": [{ "key": { "f0": 1 }, "name": "f0" }, { "key": { "f1": 1 }, "name": "f1" }, { "key": { "f2": 1 }, "name": "f2" }, { "key": { "f3": 1 }, "name": "f3" }, { "key": { "f4": 1 }, "name": "f4" }, { "key": { "f5": 1 }, "name": "f5" }, { "key": { "f6": 1 }, "name": "f6" }, { "key": { "f7": 1 }, "name": "f7" }, { "key": { "f8": 1 }, "name": "f8" }, { "key": { "f9": 1 }, "name": "f9" }, { "key": { "f10": 1 }, "name": "f10" }, { "key": { "f11": 1 }, "name": "f11" }] }',
    ],
    good: ['{ "create": "o" } { "createIndexes": "o", "indexes": [{ "key": { "a": 1 }, "name": "a" }] }'],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const before = indexesBefore(context, tree.command.collection ?? "");
    const made = newIndexes(tree).filter(({ name }) => !before.some((index) => index.name === name));
    const count = before.length + made.length;
    return made.length > 0 && count > 12
      ? [{ object: labelOf(tree), what: `${labelOf(tree) ?? "The collection"} gets ${count} indexes.` }]
      : [];
  },
});
