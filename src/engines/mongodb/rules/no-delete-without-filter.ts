import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { documentsAt } from "../parse/value.ts";
import { hitAt, isEmptyFilter, labelOf, mayHoldDocuments } from "../rule-facts.ts";

export const noDeleteWithoutFilter = defineRule({
  id: "no-delete-without-filter",
  level: "error",
  what: "Deletes every document of a collection.",
  why: "Nothing brings them back, and each one is an entry of the oplog.",
  instead: "Name what is to go; where the whole collection goes, keep it under another name first.",
  source: "https://www.mongodb.com/docs/manual/reference/command/delete/",
  versions: "*",
  covers: ["pgls:ban_delete_without_where"],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: { orders: { rowsWritten: 2 } },
  examples: {
    bad: ['{ "delete": "orders", "deletes": [{ "q": {}, "limit": 0 }] }'],
    good: ['{ "delete": "orders", "deletes": [{ "q": { "status": "old" }, "limit": 0 }] }'],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    if (tree.command.name !== "delete" || !mayHoldDocuments(context, tree)) return [];
    return documentsAt(tree.command.body, "deletes").flatMap((entry) =>
      entry["limit"] !== 1 && isEmptyFilter(entry, "q") ? [hitAt(statement, entry, "q", labelOf(tree))] : [],
    );
  },
});
