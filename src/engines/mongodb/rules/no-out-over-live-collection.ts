import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { outputsOf, treeOf } from "../parse/statement.ts";
import { hitAt, stagesIn } from "../rule-facts.ts";
import { findCollection } from "../schema.ts";

export const noOutOverLiveCollection = defineRule({
  id: "no-out-over-live-collection",
  level: "error",
  what: "Replaces a collection that is in use by the result of a pipeline.",
  why: "Every document in it goes at the end, with whatever was written meanwhile; its indexes stay and may refuse the new ones.",
  instead: "$out into a new name, compare, then switch; or $merge, which changes what is there.",
  source: "https://www.mongodb.com/docs/manual/reference/operator/aggregation/out/#replace-existing-collection",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] } { "create": "totals" } { "insert": "totals", "documents": [{ "_id": 1 }] }',
  claims: {},
  examples: {
    bad: ['{ "aggregate": "orders", "pipeline": [{ "$group": { "_id": "$status" } }, { "$out": "totals" }], "cursor": {} }'],
    good: [
      '{ "aggregate": "orders", "pipeline": [{ "$group": { "_id": "$status" } }, { "$out": "totals_new" }], "cursor": {} }',
      '{ "aggregate": "orders", "pipeline": [{ "$group": { "_id": "$status" } }, { "$merge": { "into": "totals" } }], "cursor": {} }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    return stagesIn(tree.command.body["pipeline"]).flatMap((stage) => {
      const [output] = outputsOf([stage]);
      const target = output?.stage === "$out" ? output.target : null;
      const isThere =
        target !== null &&
        !context.created.has(printName([target])) &&
        (context.before === null ? target === tree.command.collection : findCollection(context.before, target) !== undefined);
      return isThere ? [hitAt(statement, stage, "$out", printName([target]))] : [];
    });
  },
});
