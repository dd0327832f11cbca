import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt, isList, textAt } from "../parse/value.ts";
import { hitAt, indexesBefore, stagesIn } from "../rule-facts.ts";

export const requireUniqueIndexForMerge = defineRule({
  id: "require-unique-index-for-merge",
  level: "error",
  what: "Merges by fields that no unique index of the target has.",
  why: "The server refuses it: it cannot tell which document is meant.",
  instead: 'A unique index on the very fields of "on", made before; or merge by _id.',
  source: "https://www.mongodb.com/docs/manual/reference/operator/aggregation/merge/#unique-index-constraint",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] } { "create": "totals" }',
  claims: { orders: { fails: "Location51183" } },
  examples: {
    bad: ['{ "aggregate": "orders", "pipeline": [{ "$merge": { "into": "totals", "on": "mail" } }], "cursor": {} }'],
    good: [
      '{ "aggregate": "orders", "pipeline": [{ "$merge": { "into": "totals" } }], "cursor": {} }',
      '{ "createIndexes": "totals", "indexes": [{ "key": { "mail": 1 }, "name": "mail_1", "unique": true }] } { "aggregate": "orders", "pipeline": [{ "$merge": { "into": "totals", "on": "mail" } }], "cursor": {} }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    return stagesIn(tree.command.body["pipeline"]).flatMap((stage) => {
      const merge = documentAt(stage, "$merge");
      const on = merge?.["on"];
      const fields = (isList(on) ? on : [on]).filter((field) => typeof field === "string");
      const into = textAt(merge ?? undefined, "into");
      if (merge === null || into === null || fields.length === 0 || fields.join() === "_id" || context.before === null) return [];
      const has = indexesBefore(context, into).some(
        ({ isUnique, isPartial, key }) =>
          isUnique &&
          !isPartial &&
          key
            .map(([path]) => path)
            .toSorted()
            .join() === [...fields].toSorted().join(),
      );
      return has ? [] : [hitAt(statement, merge, "on", printName([into]))];
    });
  },
});
