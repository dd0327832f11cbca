import type { ParsedStatement } from "../../engine.ts";
import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { countOf, labelOf, mayHoldDocuments, newIndexes } from "../rule-facts.ts";

export const preferOneBuildForManyIndexes = defineRule({
  id: "prefer-one-build-for-many-indexes",
  level: "warning",
  what: "Builds several indexes of one collection by commands of their own.",
  why: "Each build reads the whole collection and takes its locks anew; one createIndexes with all of them reads it once.",
  instead: "Put them into one createIndexes command (createIndexes([...]) in code).",
  source: "https://www.mongodb.com/docs/manual/reference/command/createIndexes/#multiple-index-builds",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: { orders: { scans: true } },
  examples: {
    bad: [
      '{ "createIndexes": "orders", "indexes": [{ "key": { "a": 1 }, "name": "a" }] } { "createIndexes": "orders", "indexes": [{ "key": { "b": 1 }, "name": "b" }] } { "createIndexes": "orders", "indexes": [{ "key": { "c": 1 }, "name": "c" }] }',
    ],
    good: [
      '{ "createIndexes": "orders", "indexes": [{ "key": { "a": 1 }, "name": "a" }, { "key": { "b": 1 }, "name": "b" }, { "key": { "c": 1 }, "name": "c" }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const isBuild = (one: ParsedStatement): boolean =>
      newIndexes(treeOf(one)).length > 0 && treeOf(one).command.collection === tree.command.collection;
    if (!isBuild(statement) || !mayHoldDocuments(context, tree)) return [];
    const earlier = context.statements.slice(0, context.index).filter(isBuild).length;
    return earlier === 2
      ? [
          {
            object: labelOf(tree),
            what: `The ${countOf(context.statements.filter(isBuild).length, "build", "builds")} of ${labelOf(tree) ?? "the collection"} read it as often.`,
          },
        ]
      : [];
  },
});
