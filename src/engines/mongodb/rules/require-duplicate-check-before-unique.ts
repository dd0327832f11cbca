import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt } from "../parse/value.ts";
import { hitAt, labelOf, mayHoldDocuments, newIndexes, seenAt, shapeIn, stagesIn } from "../rule-facts.ts";

export const requireDuplicateCheckBeforeUnique = defineRule({
  id: "require-duplicate-check-before-unique",
  level: "warning",
  what: "Builds a unique index where documents may have equal values.",
  why: "One pair of equal values stops the build with DuplicateKey (11000), after it has read the whole collection.",
  instead: "Count duplicates in the same script first (aggregate: $group, $match n > 1), or collMod prepareUnique, correct, then unique.",
  source: "https://www.mongodb.com/docs/manual/core/index-unique/",
  versions: "*",
  covers: ["atlas:MF101", "strong_migrations:add_index"],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: { orders: { fails: "DuplicateKey" } },
  examples: {
    bad: ['{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "unique": true }] }'],
    good: [
      '{ "create": "parts" } { "createIndexes": "parts", "indexes": [{ "key": { "sku": 1 }, "name": "sku_1", "unique": true }] }',
      '{ "aggregate": "orders", "pipeline": [{ "$group": { "_id": "$mail", "n": { "$sum": 1 } } }, { "$match": { "n": { "$gt": 1 } } }], "cursor": {} } { "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "unique": true }] }',
      '{ "createIndexes": "orders", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1" }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const { collection, name, body } = tree.command;
    if (!mayHoldDocuments(context, tree)) return [];
    const isChecked = context.statements.slice(0, context.index).some((earlier) => {
      const { command } = treeOf(earlier);
      if (command.collection !== collection) return false;
      return command.name === "aggregate"
        ? stagesIn(command.body["pipeline"]).some((stage) => stage["$group"] !== undefined || stage["$sortByCount"] !== undefined)
        : command.name === "collMod" && documentAt(command.body, "index")?.["prepareUnique"] === true;
    });
    if (isChecked) return [];
    const made = newIndexes(tree).filter(({ isUnique, key }) => isUnique && key[0]?.[0] !== "_id");
    const turned =
      name === "collMod" && documentAt(body, "index")?.["unique"] === true ? [hitAt(statement, body, "index", labelOf(tree))] : [];
    return [
      ...turned,
      ...made.map(({ key, spec, isPartial }) => {
        const [path] = key.map(([one]) => one);
        const shape = shapeIn(context, collection);
        const seen = seenAt(shape, path ?? "");
        const isTwice =
          key.length === 1 && !isPartial && shape?.isWhole === true && seen !== null && seen.distinct > 0 && seen.distinct < seen.documents;
        const what = isTwice
          ? `${path ?? ""} has about ${seen.distinct} different values in ${seen.documents} documents: the build fails.`
          : undefined;
        return hitAt(statement, spec ?? undefined, "unique", labelOf(tree), what);
      }),
    ];
  },
});
