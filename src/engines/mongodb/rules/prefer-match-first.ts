import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentAt, documentsAt, isDocument, textAt } from "../parse/value.ts";
import { hitAt, labelOf } from "../rule-facts.ts";

export const preferMatchFirst = defineRule({
  id: "prefer-match-first",
  level: "note",
  what: "Selects after the documents were unwound, grouped or joined.",
  why: "All of them go through the earlier stages first, and no index helps.",
  instead: "$match on stored fields as the first stage.",
  source: "https://www.mongodb.com/docs/manual/core/aggregation-pipeline-optimization/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: ['{ "aggregate": "orders", "pipeline": [{ "$unwind": "$items" }, { "$match": { "status": "old" } }], "cursor": {} }'],
    good: [
      '{ "aggregate": "orders", "pipeline": [{ "$match": { "status": "old" } }, { "$unwind": "$items" }], "cursor": {} }',
      '{ "aggregate": "orders", "pipeline": [{ "$group": { "_id": "$mail", "n": { "$sum": 1 } } }, { "$match": { "n": { "$gt": 1 } } }], "cursor": {} }',
    ],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const pipeline = documentsAt(tree.command.body, "pipeline");
    const at = pipeline.findIndex((stage) => stage["$match"] !== undefined);
    const before = pipeline.slice(0, Math.max(at, 0));
    const made = before.flatMap((stage) =>
      Object.values(stage).flatMap((inner) =>
        typeof inner === "string"
          ? [inner.replace(/^\$/, "")]
          : isDocument(inner)
            ? [...Object.keys(inner), textAt(inner, "as") ?? "", (textAt(inner, "path") ?? "").replace(/^\$/, "")]
            : [],
      ),
    );
    const paths = Object.keys(documentAt(pipeline[at], "$match") ?? {});
    const isOwn =
      paths.length > 0 &&
      paths.every((path) => !path.startsWith("$") && !made.some((name) => name !== "" && (path === name || path.startsWith(`${name}.`))));
    return at > 0 &&
      isOwn &&
      before.some((stage) => stage["$unwind"] !== undefined || stage["$lookup"] !== undefined) &&
      !before.some((stage) => stage["$group"] !== undefined)
      ? [hitAt(statement, pipeline[at], "$match", labelOf(tree))]
      : [];
  },
});
