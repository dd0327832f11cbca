import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, indexesBefore, labelOf, newIndexes } from "../rule-facts.ts";

export const noEqualIndex = defineRule({
  id: "no-equal-index",
  level: "error",
  what: "Makes an index that is there already under another name or with other options.",
  why: "The server refuses it with IndexOptionsConflict (85) or IndexKeySpecsConflict (86).",
  instead: "Drop the old one first, or change what may be changed by collMod.",
  source: "https://www.mongodb.com/docs/manual/reference/command/createIndexes/#recreating-an-existing-index",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] } { "createIndexes": "orders", "indexes": [{ "key": { "status": 1, "at": 1 }, "name": "status_1_at_1" }] }',
  claims: { orders: { fails: "IndexOptionsConflict" } },
  examples: {
    bad: ['{ "createIndexes": "orders", "indexes": [{ "key": { "status": 1, "at": 1 }, "name": "by_status" }] }'],
    good: [
      '{ "createIndexes": "orders", "indexes": [{ "key": { "status": 1, "at": -1 }, "name": "by_status" }] }',
      '{ "dropIndexes": "orders", "index": "status_1_at_1" } { "createIndexes": "orders", "indexes": [{ "key": { "status": 1, "at": 1 }, "name": "by_status" }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const before = indexesBefore(context, tree.command.collection ?? "");
    return newIndexes(tree).flatMap((index) => {
      const same = before.find(
        (other) =>
          JSON.stringify(other.key) === JSON.stringify(index.key) &&
          JSON.stringify(other.collation) === JSON.stringify(index.collation) &&
          other.isPartial === index.isPartial,
      );
      const isConflict =
        same !== undefined && (same.name !== index.name || same.isUnique !== index.isUnique || same.isSparse !== index.isSparse);
      return isConflict ? [hitAt(statement, index.spec ?? undefined, "name", labelOf(tree), `${same.name} has this key already.`)] : [];
    });
  },
});
