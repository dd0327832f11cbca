import { printName } from "../../../model/name.ts";
import { defineRule } from "../../rule.ts";
import { renameOf, treeOf } from "../parse/statement.ts";
import { isNew } from "../rule-facts.ts";

export const noRenameCollection = defineRule({
  id: "no-rename-collection",
  level: "warning",
  what: "Renames a collection that is in use.",
  why: "The release that runs now goes on writing: a new collection of the old name appears with the next insert, without indexes and validator.",
  instead: "Copy into the new name with a change stream beside it, switch the application, then drop the old one.",
  source: "https://www.mongodb.com/docs/manual/reference/command/renameCollection/",
  versions: "*",
  covers: ["squawk:renaming-table", "atlas:BC101"],
  given:
    '{ "create": "orders" } { "insert": "orders", "documents": [{ "_id": 1, "mail": "a@x.example", "status": "old", "items": [{ "sku": "a" }], "at": { "$date": "2020-01-01T00:00:00Z" } }, { "_id": 2, "mail": "a@x.example", "status": "new", "items": [], "at": { "$date": "2026-01-01T00:00:00Z" } }] }',
  claims: {},
  examples: {
    bad: ['{ "renameCollection": "app.orders", "to": "app.purchases" }'],
    good: ['{ "create": "o" } { "renameCollection": "app.o", "to": "app.p" }'],
  },
  check: (statement, context) => {
    const tree = treeOf(statement);
    const { from, to } = renameOf(tree);
    if (tree.command.name !== "renameCollection" || from === null || isNew(context, printName([from]))) return [];
    return [{ object: printName([from]), what: `Renames ${from} to ${to ?? "another name"} while it is in use.` }];
  },
});
