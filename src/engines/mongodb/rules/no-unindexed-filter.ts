import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { filtersOf, hitAt, isIndexed, labelOf, mayHoldDocuments } from "../rule-facts.ts";

export const noUnindexedFilter = defineRule({
  id: "no-unindexed-filter",
  level: "note",
  what: "Selects documents of a collection by a field that no index begins with.",
  why: "The server reads every document to find them.",
  instead: "An index that begins with the field, or batches by _id.",
  source: "https://www.mongodb.com/docs/manual/tutorial/analyze-query-plan/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: { orders: { scans: true } },
  disprovedBy: "no-scan",
  work: "scan",
  examples: {
    bad: [
      '{ "delete": "orders", "deletes": [{ "q": { "status": "old" }, "limit": 0 }] }',
      '{ "find": "orders", "filter": { "status": "old" } }',
    ],
    good: [
      '{ "find": "orders", "filter": { "_id": 1 } }',
      '{ "createIndexes": "orders", "indexes": [{ "key": { "status": 1 }, "name": "status_1" }] } { "find": "orders", "filter": { "status": "old" } }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const collection = tree.command.collection ?? "";
    if (!mayHoldDocuments(context, tree) || tree.command.name === "aggregate") return [];
    return filtersOf(tree).flatMap(({ filter, holder, key }) => {
      const paths = Object.keys(filter).filter((path) => !path.startsWith("$"));
      if (paths.length === 0 || paths.length < Object.keys(filter).length) return [];
      return paths.every((path) => isIndexed(context, collection, path) === false)
        ? [hitAt(statement, holder, key, labelOf(tree), `No index of ${labelOf(tree) ?? collection} begins with ${paths.join(" or ")}.`)]
        : [];
    });
  },
});
