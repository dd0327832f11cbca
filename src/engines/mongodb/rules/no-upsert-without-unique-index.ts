import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { isUnread } from "../parse/value.ts";
import { hitAt, indexesBefore, labelOf, updatesOf } from "../rule-facts.ts";

export const noUpsertWithoutUniqueIndex = defineRule({
  id: "no-upsert-without-unique-index",
  level: "warning",
  what: "Inserts what is missing by fields that no unique index guards.",
  why: "Two sessions that look at the same moment both insert.",
  instead: "A unique index on the fields of the filter, made before.",
  source: "https://www.mongodb.com/docs/manual/reference/method/db.collection.updateOne/#upsert-with-duplicate-values",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: ['{ "update": "orders", "updates": [{ "q": { "number": 7 }, "u": { "$set": { "status": "new" } }, "upsert": true }] }'],
    good: [
      '{ "update": "orders", "updates": [{ "q": { "_id": 7 }, "u": { "$set": { "status": "new" } }, "upsert": true }] }',
      '{ "createIndexes": "orders", "indexes": [{ "key": { "number": 1 }, "name": "number_1", "unique": true }] } { "update": "orders", "updates": [{ "q": { "number": 7 }, "u": { "$set": { "status": "new" } }, "upsert": true }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const indexes = indexesBefore(context, tree.command.collection ?? "");
    return updatesOf(tree).flatMap(({ entry, filter }) => {
      const paths = Object.keys(filter);
      const isGuarded = indexes.some(({ isUnique, key }) => isUnique && key.length > 0 && key.every(([path]) => paths.includes(path)));
      return entry["upsert"] === true && !isGuarded && context.before !== null && !isUnread(entry["q"])
        ? [hitAt(statement, entry, "upsert", labelOf(tree))]
        : [];
    });
  },
});
