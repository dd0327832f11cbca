import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, indexesBefore, type KnownIndex, labelOf, newIndexes } from "../rule-facts.ts";

export const noRedundantPrefixIndex = defineRule({
  id: "no-redundant-prefix-index",
  level: "warning",
  what: "Makes an index that is the beginning of another one.",
  why: "Queries on these fields use the longer index as well; the short one costs memory and every write.",
  instead: "Leave it out, or drop it once the longer one is there.",
  source: "https://www.mongodb.com/docs/manual/core/indexes/index-types/index-compound/#index-prefixes",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] } { "createIndexes": "orders", "indexes": [{ "key": { "status": 1, "at": 1 }, "name": "status_1_at_1" }] }',
  claims: {},
  examples: {
    bad: [
      '{ "createIndexes": "orders", "indexes": [{ "key": { "status": 1 }, "name": "status_1" }] }',
      '{ "createIndexes": "orders", "indexes": [{ "key": { "a": 1, "b": 1 }, "name": "a_b" }, { "key": { "a": 1 }, "name": "a" }] }',
    ],
    good: [
      '{ "createIndexes": "orders", "indexes": [{ "key": { "at": 1 }, "name": "at_1" }] }',
      '{ "createIndexes": "orders", "indexes": [{ "key": { "status": 1 }, "name": "status_1", "unique": true }] }',
      '{ "dropIndexes": "orders", "index": "status_1_at_1" } { "createIndexes": "orders", "indexes": [{ "key": { "status": 1 }, "name": "status_1" }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const collection = tree.command.collection ?? "";
    const others = [...indexesBefore(context, collection), ...newIndexes(tree)];
    return newIndexes(tree).flatMap((index) => {
      const isPlain = !index.isUnique && !index.isSparse && !index.isPartial && !index.isTtl && index.key.length > 0;
      const longer = !isPlain ? undefined : others.find((other) => other.name !== index.name && isBeginning(index, other));
      return longer === undefined
        ? []
        : [hitAt(statement, index.spec ?? undefined, "key", labelOf(tree), `${index.name} is the beginning of ${longer.name}.`)];
    });
  },
});

function isBeginning(short: KnownIndex, long: KnownIndex): boolean {
  const isUsual = !long.isSparse && !long.isPartial && !long.isHidden && JSON.stringify(long.collation) === JSON.stringify(short.collation);
  return (
    isUsual &&
    long.key.length > short.key.length &&
    short.key.every(([path, order], at) => long.key[at]?.[0] === path && long.key[at]?.[1] === order && typeof order === "number")
  );
}
