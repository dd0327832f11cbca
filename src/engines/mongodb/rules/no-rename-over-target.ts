import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { renameOf, treeOf } from "../parse/statement.ts";
import { hitAt } from "../rule-facts.ts";

export const noRenameOverTarget = defineRule({
  id: "no-rename-over-target",
  level: "error",
  what: "Renames over a collection and drops what stood there.",
  why: "Its documents are gone at once, and there is a moment in which a write makes the old name again.",
  instead: "Rename the old one away first, look, then rename.",
  source: "https://www.mongodb.com/docs/manual/reference/command/renameCollection/",
  versions: "*",
  covers: [],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] } { "create": "purchases" }',
  claims: {},
  examples: {
    bad: ['{ "renameCollection": "app.orders", "to": "app.purchases", "dropTarget": true }'],
    good: ['{ "renameCollection": "app.orders", "to": "app.purchases" }'],
  },
  check: (statement) => {
    const tree = treeOf(statement);
    const isOver = tree.command.name === "renameCollection" && tree.command.body["dropTarget"] === true;
    const { to } = renameOf(tree);
    return isOver ? [hitAt(statement, tree.command.body, "dropTarget", to === null ? null : printName([to]))] : [];
  },
});
