import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { type CommandTree, treeOf } from "../parse/statement.ts";
import { hitAt, labelOf, mayHoldDocuments, settersOf, updatesOf } from "../rule-facts.ts";

export const noUnsetInUse = defineRule({
  id: "no-unset-in-use",
  level: "warning",
  what: "Takes a field with its values out of documents.",
  why: "The release that runs now still reads it, and the values are gone.",
  instead: "Stop reading it, release, keep a copy, then unset it in batches.",
  source: "https://www.mongodb.com/docs/manual/reference/operator/update/unset/",
  versions: "*",
  covers: ["squawk:ban-drop-column", "atlas:DS103"],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: [
      '{ "update": "orders", "updates": [{ "q": { "mail": { "$exists": true } }, "u": { "$unset": { "mail": "" } }, "multi": true }] }',
      '{ "update": "orders", "updates": [{ "q": { "mail": { "$exists": true } }, "u": [{ "$unset": "mail" }], "multi": true }] }',
    ],
    good: ['{ "update": "orders", "updates": [{ "q": { "_id": 1 }, "u": { "$unset": { "mail": "" } } }] }'],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    if (!mayHoldDocuments(context, tree)) return [];
    return updatesOf(tree)
      .filter(({ isMany }) => isMany)
      .flatMap(({ update }) =>
        settersOf(update)
          .filter(({ operator }) => operator === "$unset")
          .map(({ holder, path }) =>
            hitAt(
              statement,
              holder,
              holder["$unset"] === undefined ? path : "$unset",
              fieldOf(tree, path),
              `Takes ${path} with its values out of documents.`,
            ),
          ),
      );
  },
});

function fieldOf(tree: CommandTree, path: string): string | null {
  const label = labelOf(tree);
  return label === null ? null : `${label}.${printName([path])}`;
}
