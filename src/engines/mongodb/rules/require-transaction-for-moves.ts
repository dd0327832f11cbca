import { defineRule } from "../../rule.ts";
import { outputsOf, treeOf } from "../parse/statement.ts";
import { labelOf, mayHoldDocuments, settersOf, updatesOf } from "../rule-facts.ts";

export const requireTransactionForMoves = defineRule({
  id: "require-transaction-for-moves",
  level: "warning",
  what: "Writes documents to one collection and takes them from another, outside a transaction.",
  why: "A stop in between leaves them in both or in neither.",
  instead: "One transaction around both (withTransaction), or copy first, compare, and remove in a later step.",
  source: "https://www.mongodb.com/docs/manual/core/transactions/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] } { "create": "archive" }',
  claims: {},
  examples: {
    bad: [
      '{ "aggregate": "orders", "pipeline": [{ "$match": { "status": "old" } }, { "$merge": { "into": "archive" } }], "cursor": {} } { "delete": "orders", "deletes": [{ "q": { "status": "old" }, "limit": 0 }] }',
      '{ "insert": "archive", "documents": [{ "_id": 1 }] } { "delete": "orders", "deletes": [{ "q": { "_id": 1 }, "limit": 1 }] }',
    ],
    good: [
      '{ "delete": "orders", "deletes": [{ "q": { "status": "old" }, "limit": 0 }] }',
      '{ "insert": "archive", "documents": [{ "_id": 1 }] } { "update": "orders", "updates": [{ "q": { "_id": 1 }, "u": { "$set": { "status": "kept" } } }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const takes =
      tree.command.name === "delete" ||
      updatesOf(tree).some(({ update }) => settersOf(update).some(({ operator }) => operator === "$unset" || operator === "$pull"));
    if (!takes || tree.scope !== "alone" || !mayHoldDocuments(context, tree)) return [];
    const gives = context.statements.slice(0, context.index).find((earlier) => {
      const other = treeOf(earlier);
      if (other.command.collection === null || other.scope !== "alone") return false;
      const isElsewhere = other.command.name === "insert" && other.command.collection !== tree.command.collection;
      return (
        isElsewhere ||
        (other.command.collection === tree.command.collection &&
          outputsOf(other.command.body["pipeline"]).some(({ target }) => target !== tree.command.collection))
      );
    });
    return gives === undefined ? [] : [{ object: labelOf(tree) }];
  },
});
