import { defineRule } from "../../rule.ts";
import { treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, mayHoldDocuments, settersOf, updatesOf } from "../rule-facts.ts";

export const noRenameInUse = defineRule({
  id: "no-rename-in-use",
  level: "warning",
  what: "Renames a field of documents that are in use.",
  why: "The release that runs now reads and writes the old name: behind the command it makes documents of the old shape again.",
  instead: "Write both names from a release on, copy in batches, read the new one, then unset the old.",
  source: "https://www.mongodb.com/docs/manual/reference/operator/update/rename/",
  versions: "*",
  covers: ["squawk:renaming-column", "atlas:BC102"],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: [
      '{ "update": "orders", "updates": [{ "q": { "mail": { "$exists": true } }, "u": { "$rename": { "mail": "email" } }, "multi": true }] }',
    ],
    good: [
      '{ "update": "orders", "updates": [{ "q": { "email": { "$exists": false } }, "u": [{ "$set": { "email": "$mail" } }], "multi": true }] }',
    ],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    if (!mayHoldDocuments(context, tree)) return [];
    return updatesOf(tree)
      .filter(({ isMany }) => isMany)
      .flatMap(({ update }) =>
        settersOf(update)
          .filter(({ operator }) => operator === "$rename")
          .map(({ holder, path }) => hitAt(statement, holder, path, labelOf(tree), `Renames ${path} in documents that are in use.`)),
      );
  },
});
